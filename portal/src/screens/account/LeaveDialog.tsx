/** Asks before a page is left on which something was changed and not saved. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { useLeaveGuard } from "./useLeaveGuard";

export function LeaveDialog({ isDirty }: { isDirty: boolean }) {
  const { t } = useLingui();
  const { isAsking, leave, stay } = useLeaveGuard(isDirty);
  return (
    <Dialog
      title={t`Leave without saving?`}
      isOpen={isAsking}
      onClose={stay}
      role="alertdialog"
      actions={
        <>
          <Button kind="primary" onPress={stay}>
            <Trans>Stay here</Trans>
          </Button>
          <Button onPress={leave}>
            <Trans>Leave without saving</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>What you changed on this page has not been saved.</Trans>
      </p>
    </Dialog>
  );
}
