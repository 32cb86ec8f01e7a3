/** Shares that ended while the page was open, over what the server said before. */
import type { OwnShareFragment } from "@/api/generated/graphql";

export interface Withdrawal {
  /** As it is now: ended. */
  share: OwnShareFragment;
  /** It had ended before, by its time or from another page. */
  hadEnded: boolean;
}

/** The shares with the ends that this page knows of; what the server says since then wins. */
export function withEnds(
  shares: readonly OwnShareFragment[],
  withdrawals: readonly Withdrawal[],
): OwnShareFragment[] {
  const ended = new Map(withdrawals.map(({ share }) => [share.id, share]));
  return shares.map((share) => (share.state === "ACTIVE" ? (ended.get(share.id) ?? share) : share));
}

/** How a share ended that had ended already: by its time, or by a withdrawal elsewhere. */
export function endedBefore(share: OwnShareFragment): OwnShareFragment {
  const isOver = share.expiresAt !== null && Date.parse(share.expiresAt) <= Date.now();
  return { ...share, state: isOver ? "EXPIRED" : "WITHDRAWN" };
}
