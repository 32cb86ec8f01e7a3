/** Every kind of field, as it is asked and as it is when something is wrong. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ErrorSummary } from "@/design/ErrorSummary";
import { Panel } from "@/design/Panel";
import { PasswordField } from "@/design/PasswordField";
import { TextField } from "@/design/TextField";
import { Choices } from "./Choices";
import classes from "./Design.module.css";
import { Finders } from "./Finders";

export function Fields() {
  const { t } = useLingui();
  return (
    <Panel title={t`Fields`}>
      <p className={classes.note}>
        <Trans>
          A field is required unless it says that it is optional. Errors stand above the input and
          are named in a summary with links.
        </Trans>
      </p>
      <div className={classes.columns}>
        <Texts />
        <Choices />
        <Finders />
        <Wrong />
      </div>
    </Panel>
  );
}

function Texts() {
  const { t } = useLingui();
  return (
    <div className={classes.stack}>
      <TextField
        label={t`E-mail address`}
        type="email"
        description={t`We send the link for your password to it.`}
      />
      <PasswordField label={t`Password`} autoComplete="off" />
      <TextField label={t`Reference number`} value="A1Il0O7" isReadOnly />
    </div>
  );
}

function Wrong() {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const message = t`Enter the name of your institution`;
  return (
    <div className={classes.stack}>
      <ErrorSummary
        isFocused={false}
        errors={name ? [] : [{ fieldId: "design-institution", message }]}
      />
      <TextField
        id="design-institution"
        label={t`Institution`}
        value={name}
        onChange={setName}
        isRequired
        errorMessage={name ? undefined : message}
      />
    </div>
  );
}
