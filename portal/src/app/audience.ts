/** Who a screen is for, and where each of them begins. */
import type { Role } from "@/api/generated/graphql";
import { paths } from "./paths";

export type Audience = "everyone" | "institution" | "primary" | "candidate" | "user";

const ROLES: Record<Exclude<Audience, "everyone">, readonly Role[]> = {
  institution: ["MEMBER", "PRIMARY"],
  primary: ["PRIMARY"],
  candidate: ["CANDIDATE"],
  user: ["MEMBER", "PRIMARY", "CANDIDATE", "ISSUER_APPROVER", "ISSUER_PUBLISHER", "ISSUER_AUDITOR"],
};

export function isFor(audience: Audience, role: Role): boolean {
  return audience === "everyone" || ROLES[audience].includes(role);
}

/** Where somebody begins after signing in. */
export function homeOf(role: Role): string {
  if (isFor("institution", role)) return paths.sharedResults;
  if (role === "CANDIDATE") return paths.myResults;
  return role === "VISITOR" ? paths.landing : paths.profile;
}
