/** What may be said of a result, in words: the three answers and why. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { StandingState } from "@/api/generated/graphql";
import type { VerdictKind } from "@/design/Verdict";
import type { Shown } from "./shown";

export const KINDS: Record<StandingState, VerdictKind> = {
  VERIFIED: "verified",
  NOT_VERIFIED: "not-verified",
  COULD_NOT_CHECK: "could-not-check",
};

const TITLES: Record<string, MessageDescriptor> = {
  REVOKED: msg`Not verified: this result was revoked`,
  WITHHELD: msg`Not verified: this result is withheld`,
  PENDING: msg`Could not be checked: not released yet`,
  SHARE_EXPIRED: msg`Could not be checked: your access has expired`,
  SHARE_WITHDRAWN: msg`Could not be checked: access was withdrawn`,
};

const BY_STATE: Record<StandingState, MessageDescriptor> = {
  VERIFIED: msg`Verified: this result is genuine`,
  NOT_VERIFIED: msg`Not verified`,
  COULD_NOT_CHECK: msg`Could not be checked`,
};

const NEXT: Record<string, MessageDescriptor> = {
  REVOKED: msg`Do not rely on it, nor on a paper statement of it.`,
  WITHHELD: msg`Do not rely on it for now. Look here again later, or ask the candidate.`,
  PENDING: msg`Look here again later: it is shown as soon as it is released.`,
  SHARE_EXPIRED: msg`If you still need the result, ask the candidate to share it again.`,
  SHARE_WITHDRAWN: msg`If you still need the result, ask the candidate to share it again.`,
};

/** Never good by mistake: only VERIFIED has the good title, whatever the reason. */
export function titleOf({ state, reasonCode }: Shown["standing"]): MessageDescriptor {
  if (state === "VERIFIED") return BY_STATE.VERIFIED;
  return TITLES[reasonCode] ?? BY_STATE[state];
}

/** What to do about it; undefined when nothing is to be done. */
export function nextOf({ reasonCode }: Shown["standing"]): MessageDescriptor | undefined {
  return NEXT[reasonCode];
}
