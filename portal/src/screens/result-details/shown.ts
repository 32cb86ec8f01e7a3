/** What the screen shows of a share: all of it, or the line that is left after it has ended. */
import type {
  ResultDetailsQuery,
  ResultFactsFragment,
  ShareStandingFragment,
  ShownShareFragment,
} from "@/api/generated/graphql";

export type Shown = ShownShareFragment;
/** What is left of a share that has ended. */
type Line = Pick<ShareStandingFragment, "id" | "state" | "standing">;
export type Result = ResultFactsFragment;
export type Person = NonNullable<ShownShareFragment["candidate"]>;
export type Standing = ShareStandingFragment["standing"];

/** The share; undefined when there is none with this id, or none of this organisation. */
export function shareIn({ node }: ResultDetailsQuery): Shown | undefined {
  return isShare(node) ? node : undefined;
}

/** An id can be of something else, such as a file: then nothing was selected of it. */
function isShare(node: ResultDetailsQuery["node"]): node is Shown {
  return node !== null && "standing" in node;
}

/** The share without everything that access gave. */
export function withoutData(share: Shown, line: Line): Shown {
  return { ...share, ...line, photoUrl: null, candidate: null, result: null };
}
