/** Paste a token or key to ask as another program would; forget it to ask as oneself again. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { Form } from "@/design/Form";
import { PasswordField } from "@/design/PasswordField";
import { askWith, isSendable, useToken } from "./credentials";
import styles from "./TokenDialog.module.css";

export function TokenDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Use a token`} isOpen={isOpen} onClose={onClose} isDismissable={false}>
      <TokenForm onDone={onClose} />
    </Dialog>
  );
}

function TokenForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const token = useToken();
  const [pasted, setPasted] = useState("");
  const [fault, setFault] = useState("");
  const use = () => {
    if (!isSendable(pasted)) {
      setFault(t`Paste the token as you were given it: letters, digits and signs, no spaces.`);
      return;
    }
    askWith(pasted);
    onDone();
  };
  const forget = () => {
    askWith(null);
    onDone();
  };
  return (
    <Form onSubmit={use} aria-label={t`Token`}>
      <PasswordField
        label={t`Session token or API key`}
        description={t`Kept in the memory of this page only: it is gone when you reload or leave.`}
        errorMessage={fault}
        autoComplete="off"
        value={pasted}
        onChange={setPasted}
      />
      <div className={styles.actions}>
        <Button kind="primary" type="submit">
          <Trans>Use this token</Trans>
        </Button>
        {token !== null && (
          <Button onPress={forget}>
            <Trans>Forget the token</Trans>
          </Button>
        )}
        <Button kind="quiet" onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Form>
  );
}
