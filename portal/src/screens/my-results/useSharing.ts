/** Shares a result; a try that was not answered is repeated with its key, so nothing is done twice. */
import { useState } from "react";
import {
  type OwnShareFragment,
  ShareResultDocument,
  type ShareResultInput,
  type ShareResultMutation,
} from "@/api/generated/graphql";
import { useKeys } from "@/api/idempotency";
import { type Outcome, useChange } from "@/api/operations";
import type { Trouble } from "@/api/trouble";

export type Refusal = ShareResultMutation["shareResult"]["userErrors"][number];

/** What came of a try. */
export interface Attempt {
  refusals: readonly Refusal[];
  /** The share that exists already, with the refusal ALREADY_SHARED. */
  existing: OwnShareFragment | null;
  trouble: Trouble | undefined;
}

interface Sharing {
  /** What came of it; null when it is shared. */
  share: (input: ShareResultInput) => Promise<Attempt | null>;
  isPending: boolean;
  last: Attempt | null;
  forget: () => void;
}

export function useSharing(onShared: (share: OwnShareFragment) => void): Sharing {
  const [change, isPending] = useChange(ShareResultDocument);
  const [last, setLast] = useState<Attempt | null>(null);
  const keys = useKeys();

  async function share(input: ShareResultInput) {
    const outcome = await change({ input: { ...input, idempotencyKey: keys.of(input) } });
    keys.settle(outcome);
    const attempt = attemptIn(outcome);
    setLast(attempt);
    if (attempt === null && outcome.data?.shareResult.share) {
      onShared(outcome.data.shareResult.share);
    }
    return attempt;
  }

  return { share, isPending, last, forget: () => setLast(null) };
}

function attemptIn({ data, trouble }: Outcome<ShareResultMutation>): Attempt | null {
  if (trouble) return { refusals: [], existing: null, trouble };
  const { share: existing, userErrors: refusals } = data.shareResult;
  return refusals.length === 0 ? null : { refusals, existing, trouble };
}
