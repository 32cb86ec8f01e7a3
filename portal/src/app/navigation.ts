/** What the header leads to, for each kind of viewer. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "@/api/generated/graphql";
import { isFor } from "./audience";
import { paths } from "./paths";

export interface Place {
  href: string;
  label: MessageDescriptor;
}

const HELP: Place = { href: paths.help, label: msg`Help` };

const INSTITUTION: readonly Place[] = [
  { href: paths.sharedResults, label: msg`Shared Results` },
  { href: paths.candidateSearch, label: msg`Candidate Search` },
  { href: paths.downloads, label: msg`Downloads` },
  { href: paths.organisation, label: msg`Your Organisation` },
  HELP,
];

const CANDIDATE: readonly Place[] = [{ href: paths.myResults, label: msg`My Results` }, HELP];

export function placesOf(role: Role): readonly Place[] {
  if (isFor("institution", role)) return INSTITUTION;
  return role === "CANDIDATE" ? CANDIDATE : [HELP];
}

/** Whether an address is this place or below it. */
export function isAt(path: string, place: Place): boolean {
  return path === place.href || path.startsWith(`${place.href}/`);
}
