/** Asks once before access ends, and says what cannot be called back. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { OwnShareFragment } from "@/api/generated/graphql";
import { Banner } from "@/design/Banner";
import { Bidi } from "@/design/Bidi";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { useWithdraw } from "./useWithdraw";
import type { Withdrawal } from "./withdrawal";

interface WithdrawDialogProps {
  share: OwnShareFragment;
  examName: string;
  onClose: () => void;
  onEnded: (withdrawal: Withdrawal) => void;
}

export function WithdrawDialog({ share, examName, onClose, onEnded }: WithdrawDialogProps) {
  const { t } = useLingui();
  const { withdraw, failure, isPending } = useWithdraw(share, onEnded);
  const name = <Bidi>{share.organisation.name}</Bidi>;
  return (
    <Dialog
      title={t`Withdraw access?`}
      isOpen
      onClose={isPending ? undefined : onClose}
      role="alertdialog"
      actions={
        <>
          <Button kind="danger" isPending={isPending} onPress={withdraw}>
            <Trans>Withdraw access</Trans>
          </Button>
          <Button isDisabled={isPending} onPress={onClose}>
            <Trans>Keep sharing</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          {name} will not see your result {examName} any more. Access ends at once.
        </Trans>
      </p>
      <p>
        <Trans>Files that it has downloaded already cannot be called back.</Trans>
      </p>
      {failure && (
        <Banner kind="danger" role="alert" title={<Title isUnanswered={failure.isUnanswered} />}>
          {failure.message}
        </Banner>
      )}
    </Dialog>
  );
}

function Title({ isUnanswered }: { isUnanswered: boolean }) {
  return isUnanswered ? (
    <Trans>We do not know yet whether access has ended</Trans>
  ) : (
    <Trans>Access has not been withdrawn</Trans>
  );
}
