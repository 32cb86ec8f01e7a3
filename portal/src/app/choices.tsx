/** Language and colour scheme, in the header. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { KeepLanguageDocument } from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import { Menu } from "@/design/Menu";
import { currentLanguage, LANGUAGES, type Language, speak } from "@/text/language";
import styles from "./choices.module.css";
import { chooseTheme, keptTheme, type Theme } from "./theme";
import { useViewer } from "./viewer";

// Each language is named in itself: so that it is found by those who do not read the other.
const NAMES: Record<Language, string> = { en: "English", fr: "Français" };

export function LanguageChoice() {
  const { t } = useLingui();
  const choose = useLanguageChoice();
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
          onClick={() => void choose(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

/** Kept with the account as well, so that mails and files speak it. */
export function useLanguageChoice(): (language: Language) => Promise<void> {
  const { user } = useViewer();
  const [keep] = useChange(KeepLanguageDocument);
  return async (language) => {
    await speak(language);
    if (user) await keep({ input: { language: language === "fr" ? "FR" : "EN" } });
  };
}

export function ThemeChoice() {
  const { t } = useLingui();
  const [theme, setTheme] = useState(keptTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
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
        onAction: () => choose(id),
      }))}
    />
  );
}
