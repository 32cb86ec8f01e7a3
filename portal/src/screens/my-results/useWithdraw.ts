/** Ends a share; that it had ended already is no failure. */
import { useState } from "react";
import {
  type OwnShareFragment,
  WithdrawShareDocument,
  type WithdrawShareMutation,
} from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import { isUnanswered } from "@/api/trouble";
import { useChangeTroubleText } from "@/text/unanswered";
import { endedBefore, type Withdrawal } from "./withdrawal";

interface Failure {
  /** To be read. */
  message: string;
  /** Access may have ended all the same. */
  isUnanswered: boolean;
}

interface Withdraw {
  withdraw: () => Promise<void>;
  failure: Failure | null;
  isPending: boolean;
}

export function useWithdraw(
  share: OwnShareFragment,
  onEnded: (withdrawal: Withdrawal) => void,
): Withdraw {
  const [change, isPending] = useChange(WithdrawShareDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const textOf = useChangeTroubleText();

  async function withdraw() {
    setFailure(null);
    const { data, trouble } = await change({ input: { id: share.id } });
    if (trouble) {
      return setFailure({ message: textOf(trouble), isUnanswered: isUnanswered(trouble) });
    }
    const withdrawal = withdrawalIn(data, share);
    if (withdrawal) return onEnded(withdrawal);
    const message = data.withdrawShare.userErrors.map((error) => error.message).join(" ");
    setFailure({ message, isUnanswered: false });
  }

  return { withdraw, failure, isPending };
}

function withdrawalIn(
  { withdrawShare: { share: ended, userErrors } }: WithdrawShareMutation,
  share: OwnShareFragment,
): Withdrawal | null {
  if (ended) return { share: ended, hadEnded: false };
  const hadEnded = userErrors.some(({ code }) => code === "ALREADY_ENDED");
  return hadEnded ? { share: endedBefore(share), hadEnded } : null;
}
