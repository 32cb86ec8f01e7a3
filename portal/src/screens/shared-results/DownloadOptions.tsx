/** Download options: in which form and language the chosen results are made into a file. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ExportFormat, Language } from "@/api/generated/graphql";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { RadioGroup } from "@/design/RadioGroup";
import { Select } from "@/design/Select";
import { useFormat } from "@/text/format";
import { currentLanguage } from "@/text/language";
import styles from "./DownloadOptions.module.css";
import { MOST_ROWS } from "./exportLimits";
import type { Total } from "./total";
import { useFormats } from "./useFormats";

interface DownloadOptionsProps {
  /** How many results go into the file. */
  chosen: Total;
  /** They are all that match the search, not single ones. */
  isAll: boolean;
  /** Their number is being counted anew: no other file is made than the one that is shown. */
  isBehind: boolean;
  onStart: (format: ExportFormat, language: Language) => void;
  onClose: () => void;
}

export function DownloadOptions(props: DownloadOptionsProps) {
  const isTooMany = props.chosen.isCapped || props.chosen.count > MOST_ROWS;
  return isTooMany ? <TooMany {...props} /> : <Options {...props} />;
}

function Options({ chosen, isAll, isBehind, onStart, onClose }: DownloadOptionsProps) {
  const { t } = useLingui();
  const formats = useFormats(chosen.count);
  const [format, setFormat] = useState<ExportFormat>("XLSX");
  const [language, setLanguage] = useState<Language>(currentLanguage() === "fr" ? "FR" : "EN");
  return (
    <Dialog
      isOpen
      title={t`Download options`}
      onClose={onClose}
      actions={
        <>
          <Button
            kind="primary"
            icon="download"
            isPending={isBehind}
            onPress={() => onStart(format, language)}
          >
            <Trans>Make the file</Trans>
          </Button>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.options}>
        <p>
          <Chosen {...{ chosen, isAll }} />
        </p>
        <RadioGroup
          label={t`Form of the file`}
          options={formats}
          value={format}
          onChange={(value) => setFormat(value as ExportFormat)}
        />
        <Select
          label={t`Language of the file`}
          options={[
            { id: "EN", label: "English" },
            { id: "FR", label: "Français" },
          ]}
          value={language}
          onChange={(id) => setLanguage(id === "FR" ? "FR" : "EN")}
        />
      </div>
    </Dialog>
  );
}

function Chosen({ chosen, isAll }: Pick<DownloadOptionsProps, "chosen" | "isAll">) {
  const count = chosen.text;
  if (chosen.count === 1) return <Trans>One result goes into the file.</Trans>;
  if (isAll) {
    return (
      <Trans>All {count} results that match your search go into the file, newest first.</Trans>
    );
  }
  return <Trans>The {count} selected results go into the file.</Trans>;
}

function TooMany({ chosen, onClose }: DownloadOptionsProps) {
  const { t } = useLingui();
  const { number } = useFormat();
  const most = number(MOST_ROWS);
  const count = chosen.text;
  return (
    <Dialog
      isOpen
      title={t`Too many for one file`}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          <Trans>Back to the list</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          {count} results are chosen, and one file holds at most {most}. Narrow the search, for
          instance to the days of one month, and make one file for each part.
        </Trans>
      </p>
    </Dialog>
  );
}
