/** Language and colour scheme, in the header. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { Menu } from "@/design/Menu";
import { currentLanguage, LANGUAGES, type Language, speak } from "@/text/language";
import { useChangeTroubleText } from "@/text/unanswered";
import styles from "./choices.module.css";
import { chooseTheme, useTheme } from "./theme";
import type { KeptLanguage } from "./useKeptLanguage";
import { useViewer } from "./viewer";

// Each language is named in itself: so that it is found by those who do not read the other.
const NAMES: Record<Language, string> = { en: "English", fr: "Français" };

export function LanguageChoice({ choose }: Pick<KeptLanguage, "choose">) {
  const { t } = useLingui();
  const { user } = useViewer();
  const current = currentLanguage();
  return (
    <fieldset className={styles.languages} aria-label={t`Language`}>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className={styles.language}
          // With what is seen, so that it is found by voice.
          aria-label={`${language.toUpperCase()} – ${NAMES[language]}`}
          aria-pressed={language === current}
          onClick={() => void (user ? choose(language) : speak(language))}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

/** Told where it was chosen: the account, and so e-mails and files, still have the other one. */
export function LanguageTrouble({ choose, trouble }: KeptLanguage) {
  const textOf = useChangeTroubleText();
  if (trouble === undefined) return null;
  return (
    <div className={styles.trouble}>
      <Banner
        kind="warning"
        role="alert"
        title={<Trans>The language is not kept with your account yet</Trans>}
        actions={
          <Button size="small" onPress={() => choose(currentLanguage())}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {textOf(trouble)}
      </Banner>
    </div>
  );
}

export function ThemeChoice() {
  const { t } = useLingui();
  const theme = useTheme();
  const items = [
    { id: "system", label: t`As the device`, icon: "device" },
    { id: "light", label: t`Light`, icon: "sun" },
    { id: "dark", label: t`Dark`, icon: "moon" },
  ] as const;
  return (
    <Menu
      label={t`Colours: ${items.find(({ id }) => id === theme)?.label ?? ""}`}
      shortLabel=""
      icon={theme === "dark" ? "moon" : "sun"}
      items={items.map(({ id, label }) => ({
        id,
        label,
        isSelected: id === theme,
        onAction: () => chooseTheme(id),
      }))}
    />
  );
}
