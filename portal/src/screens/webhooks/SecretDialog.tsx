/** The secret of a new endpoint: shown this once, and not closed before it is kept. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { CopyBox } from "@/design/CopyBox";
import { Dialog } from "@/design/Dialog";

interface SecretDialogProps {
  /** Null when the answer that had it got lost. */
  secret: string | null;
  onKept: () => void;
}

export function SecretDialog({ secret, onKept }: SecretDialogProps) {
  const { t } = useLingui();
  useLeavingAsked(secret !== null);
  if (secret === null) return <Lost onClose={onKept} />;
  return (
    <Dialog
      role="alertdialog"
      title={t`Keep the secret of your endpoint now`}
      isOpen
      actions={
        <Button kind="primary" onPress={onKept}>
          <Trans>I have kept it</Trans>
        </Button>
      }
    >
      <Banner kind="warning" title={<Trans>It is shown this once</Trans>}>
        <Trans>
          Copy it to a safe place of your program: with it your program makes sure that a message
          comes from us. Nobody can show it again.
        </Trans>
      </Banner>
      <CopyBox label={t`Secret`} value={secret} action={t`Copy the secret`} />
      <p>
        <Trans>The test event is on its way to your endpoint.</Trans>
      </p>
    </Dialog>
  );
}

function Lost({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`The secret got lost`}
      isOpen
      onClose={onClose}
      actions={
        <Button onPress={onClose}>
          <Trans>Close</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          The endpoint was added, but the connection broke before its secret arrived here, and it
          cannot be shown again. Add the endpoint once more to receive a secret.
        </Trans>
      </p>
    </Dialog>
  );
}

/** The browser asks before it closes or reloads the page. */
function useLeavingAsked(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isNeeded]);
}
