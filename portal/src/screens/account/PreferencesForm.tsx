/** Notifications on or off, and which of them; kept by Save, forgotten by Cancel. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { PreferencesFragment } from "@/api/generated/graphql";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { CheckboxGroup } from "@/design/CheckboxGroup";
import { ErrorSummary } from "@/design/ErrorSummary";
import { Form } from "@/design/Form";
import { Panel } from "@/design/Panel";
import { RadioGroup } from "@/design/RadioGroup";
import styles from "./Account.module.css";
import { LeaveDialog } from "./LeaveDialog";
import { AboutSummaries } from "./summaries";
import { useKinds } from "./useKinds";
import { usePreferencesForm } from "./usePreferencesForm";

interface PreferencesFormProps {
  kept: PreferencesFragment;
  onSaved: (chosen: PreferencesFragment) => void;
  onCancel: () => void;
}

const SWITCH_ID = "on-or-off";
const KINDS_ID = "kinds";

export function PreferencesForm({ kept, onSaved, onCancel }: PreferencesFormProps) {
  const { t } = useLingui();
  const form = usePreferencesForm(kept, onSaved);
  const { chosen } = form;
  useEffect(() => {
    document.querySelector<HTMLElement>(`#${SWITCH_ID} input:checked`)?.focus();
  }, []);
  const error = t`Choose at least one kind of message, or switch notifications off.`;
  return (
    <Form onSubmit={form.save} aria-label={t`Email Notifications`}>
      <ErrorSummary
        key={form.tries}
        errors={form.failedEmpty ? [{ fieldId: KINDS_ID, message: error }] : []}
      />
      <Panel title={<Trans>Change your choice</Trans>}>
        <div className={styles.stack}>
          <OnOrOff isOn={chosen.isOn} onChange={(isOn) => form.change({ isOn })} />
          {chosen.isOn && (
            <Kinds
              chosen={chosen}
              onChange={form.change}
              errorMessage={form.isEmpty && form.tries > 0 ? error : undefined}
            />
          )}
          {form.refusal && (
            <Banner kind="danger" role="alert" title={<Trans>Not saved yet</Trans>}>
              {form.refusal}
            </Banner>
          )}
          <div className={styles.actions}>
            <Button kind="primary" type="submit" isPending={form.isPending}>
              <Trans>Save</Trans>
            </Button>
            <Button onPress={onCancel} isDisabled={form.isPending}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </div>
      </Panel>
      <LeaveDialog isDirty={form.isDirty} />
    </Form>
  );
}

function OnOrOff({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  const { t } = useLingui();
  return (
    <RadioGroup
      id={SWITCH_ID}
      label={t`E-mail notifications`}
      options={[
        { value: "on", label: t`On` },
        {
          value: "off",
          label: t`Off`,
          description: t`The kinds of message that you chose are kept for later.`,
        },
      ]}
      value={isOn ? "on" : "off"}
      onChange={(value) => onChange(value === "on")}
    />
  );
}

interface KindsProps {
  chosen: PreferencesFragment;
  onChange: (changed: Partial<PreferencesFragment>) => void;
  errorMessage: string | undefined;
}

function Kinds({ chosen, onChange, errorMessage }: KindsProps) {
  const kinds = useKinds();
  return (
    <CheckboxGroup
      id={KINDS_ID}
      label={<Trans>Which messages</Trans>}
      description={
        <>
          <Trans>They can be combined.</Trans> <AboutSummaries />
        </>
      }
      options={kinds.map(({ kind, ...texts }) => ({ value: kind, ...texts }))}
      value={kinds.filter(({ kind }) => chosen[kind]).map(({ kind }) => kind)}
      onChange={(values) =>
        onChange(Object.fromEntries(kinds.map(({ kind }) => [kind, values.includes(kind)])))
      }
      errorMessage={errorMessage}
    />
  );
}
