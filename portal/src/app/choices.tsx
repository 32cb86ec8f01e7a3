/** Language and colour scheme, in the header. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@/design/Menu";
import { currentLanguage, LANGUAGES, type Language, speak } from "@/text/language";
import styles from "./choices.module.css";
import { chooseTheme, useTheme } from "./theme";
import { useKeptLanguage } from "./useKeptLanguage";
import { useViewer } from "./viewer";

// Each language is named in itself: so that it is found by those who do not read the other.
const NAMES: Record<Language, string> = { en: "English", fr: "Français" };

export function LanguageChoice() {
  const { t } = useLingui();
  const { user } = useViewer();
  const { choose } = useKeptLanguage();
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
