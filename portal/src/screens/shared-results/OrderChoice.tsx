/** The order as one list of choices: on narrow screens, where the table has no headings to press. */
import { useLingui } from "@lingui/react/macro";
import type { SharedResultOrder } from "@/api/generated/graphql";
import { Select } from "@/design/Select";
import { orderOf, wordOf } from "./order";
import styles from "./Results.module.css";

interface OrderChoiceProps {
  order: SharedResultOrder;
  onOrder: (order: SharedResultOrder) => void;
  /** Of ended shares only the time is left. */
  isByDateOnly: boolean;
}

export function OrderChoice({ order, onOrder, isByDateOnly }: OrderChoiceProps) {
  const { t } = useLingui();
  const byDate = [
    { id: "-date-shared", label: t`Newest first` },
    { id: "date-shared", label: t`Oldest first` },
  ];
  const byOther = [
    { id: "first-name", label: t`First name, A to Z` },
    { id: "-first-name", label: t`First name, Z to A` },
    { id: "family-name", label: t`Family name, A to Z` },
    { id: "-family-name", label: t`Family name, Z to A` },
    { id: "exam", label: t`Exam, A to Z` },
    { id: "-exam", label: t`Exam, Z to A` },
    { id: "-overall-score", label: t`Highest score first` },
    { id: "overall-score", label: t`Lowest score first` },
  ];
  return (
    <div className={styles.order}>
      <Select
        label={t`Sort by`}
        options={isByDateOnly ? byDate : [...byDate, ...byOther]}
        value={wordOf(order)}
        onChange={(word) => onOrder(orderOf(word))}
      />
    </div>
  );
}
