/** Light, dark, or as the device has it. */
import { useLingui } from "@lingui/react/macro";
import { chooseTheme, THEMES, useTheme } from "@/app/theme";
import { RadioGroup } from "@/design/RadioGroup";

export function ThemeField() {
  const { t } = useLingui();
  const theme = useTheme();
  const labels = { system: t`As the device`, light: t`Light`, dark: t`Dark` };

  function choose(value: string) {
    chooseTheme(THEMES.find((each) => each === value) ?? "system");
  }

  return (
    <RadioGroup
      label={t`Colours`}
      description={t`Kept in this browser.`}
      options={THEMES.map((value) => ({ value, label: labels[value] }))}
      value={theme}
      onChange={choose}
    />
  );
}
