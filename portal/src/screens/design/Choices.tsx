/** Boxes, circles and lists of options. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Checkbox } from "@/design/Checkbox";
import { CheckboxGroup } from "@/design/CheckboxGroup";
import { RadioGroup } from "@/design/RadioGroup";
import { Select } from "@/design/Select";
import classes from "./Design.module.css";

export function Choices() {
  const { t } = useLingui();
  const [format, setFormat] = useState<string | null>("xlsx");
  const [skills, setSkills] = useState(["reading"]);
  const skillOptions = [
    { value: "reading", label: t`Reading` },
    { value: "writing", label: t`Writing` },
  ];
  const formatOptions = [
    { value: "xlsx", label: t`Spreadsheet`, description: t`Opens in every office program.` },
    { value: "csv", label: t`Plain text (CSV)` },
  ];
  return (
    <div className={classes.stack}>
      <RadioGroup label={t`File`} options={formatOptions} value={format} onChange={setFormat} />
      <CheckboxGroup label={t`Skills`} options={skillOptions} value={skills} onChange={setSkills} />
      <Settings />
    </div>
  );
}

function Settings() {
  const { t } = useLingui();
  const [isTicked, setTicked] = useState(false);
  const [language, setLanguage] = useState("en");
  const languages = [
    { id: "en", label: "English" },
    { id: "fr", label: "Français" },
  ];
  return (
    <>
      <Checkbox isSelected={isTicked} isIndeterminate={!isTicked} onChange={setTicked}>
        {t`Some of this page`}
      </Checkbox>
      <Select label={t`Language`} options={languages} value={language} onChange={setLanguage} />
    </>
  );
}
