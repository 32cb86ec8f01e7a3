/** The e-mails that are chosen, and the way to change them. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Ref } from "react";
import type { PreferencesFragment } from "@/api/generated/graphql";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import styles from "./Account.module.css";
import { AboutSummaries } from "./summaries";
import { useKinds } from "./useKinds";

interface PreferencesViewProps {
  preferences: PreferencesFragment;
  /** Just now: say so. */
  isSaved: boolean;
  editRef: Ref<HTMLButtonElement>;
  onEdit: () => void;
}

export function PreferencesView({ preferences, isSaved, editRef, onEdit }: PreferencesViewProps) {
  const { t } = useLingui();
  const kinds = useKinds();
  const hasSummary = preferences.dailySummary || preferences.weeklySummary;
  const yesOrNo = (isChosen: boolean) => (isChosen ? t`Yes` : t`No`);
  return (
    <div className={styles.stack}>
      <div role="status">{isSaved && <Saved isOn={preferences.isOn} />}</div>
      <Panel
        title={<Trans>Your choice</Trans>}
        actions={
          <Button ref={editRef} onPress={onEdit}>
            <Trans>Edit</Trans>
          </Button>
        }
      >
        <DescriptionList
          items={[
            {
              term: <Trans>E-mail notifications</Trans>,
              value: <strong>{preferences.isOn ? t`On` : t`Off`}</strong>,
            },
            ...(preferences.isOn
              ? kinds.map(({ kind, label }) => ({ term: label, value: yesOrNo(preferences[kind]) }))
              : []),
          ]}
        />
        {preferences.isOn && hasSummary && (
          <p className={styles.note}>
            <AboutSummaries />
          </p>
        )}
      </Panel>
    </div>
  );
}

function Saved({ isOn }: { isOn: boolean }) {
  return (
    <Banner kind="success" title={<Trans>Saved</Trans>}>
      {isOn ? (
        <Trans>What you switched on begins with the results that are shared from now on.</Trans>
      ) : (
        <Trans>We do not write to you about newly shared results any more.</Trans>
      )}
    </Banner>
  );
}
