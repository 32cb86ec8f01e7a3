/** The language of portal, e-mails and files: it changes at once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useKeptLanguage } from "@/app/useKeptLanguage";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { RadioGroup } from "@/design/RadioGroup";
import { currentLanguage, type Language } from "@/text/language";
import { useChangeTroubleText } from "@/text/unanswered";
import styles from "./Account.module.css";

// Each in itself, so that it is found by those who do not read the other.
const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "fr", label: "Français" },
];

export function LanguageField() {
  const { t } = useLingui();
  const textOf = useChangeTroubleText();
  const { choose, isKept, trouble } = useKeptLanguage();
  const current = currentLanguage();
  return (
    <div className={styles.field}>
      <RadioGroup
        label={t`Language`}
        description={t`In the portal, in e-mails and in files. Changes at once.`}
        options={LANGUAGES}
        value={current}
        onChange={(value) => void choose(value as Language)}
      />
      <p role="status" className={styles.kept}>
        {isKept && <Trans>Kept with your account.</Trans>}
      </p>
      {trouble && (
        <Banner
          kind="warning"
          role="alert"
          title={<Trans>Not kept with your account yet</Trans>}
          actions={
            <Button size="small" onPress={() => choose(current)}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {textOf(trouble)}
        </Banner>
      )}
    </div>
  );
}
