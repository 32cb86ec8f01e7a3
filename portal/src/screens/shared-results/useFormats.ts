/** The forms that a file of so many results can have. */
import { useLingui } from "@lingui/react/macro";
import type { ExportFormat } from "@/api/generated/graphql";
import type { ChoiceOption } from "@/design/CheckboxGroup";
import { useWords } from "@/text/words";
import { MOST_PAGES_OF_A_PDF } from "./exportLimits";

type FormatOption = ChoiceOption & { value: ExportFormat };

export function useFormats(count: number): FormatOption[] {
  const { t } = useLingui();
  const { exportFormat } = useWords();
  const isLong = count > MOST_PAGES_OF_A_PDF;
  const all: FormatOption[] = [
    {
      value: "XLSX",
      label: exportFormat("XLSX"),
      description: t`One row for each result, for Excel and the like.`,
    },
    {
      value: "CSV",
      label: exportFormat("CSV"),
      description: t`One row for each result, for other programs.`,
    },
    {
      value: "PDF",
      label: exportFormat("PDF"),
      description: isLong
        ? t`One document; for at most ${MOST_PAGES_OF_A_PDF} results.`
        : t`One document with a page for each result.`,
      isDisabled: isLong,
    },
    {
      value: "PDF_ZIP",
      label: exportFormat("PDF_ZIP"),
      description: t`A document of its own for each result.`,
    },
  ];
  return count === 1 ? all.filter(({ value }) => value !== "PDF_ZIP") : all;
}
