/** The filters that are on, each with a press that takes it off. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { Icon } from "@/design/Icon";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import styles from "./Filters.module.css";
import { filtersInWords } from "./filtersInWords";
import { PLAIN, type Search } from "./search";
import type { Exams } from "./useExams";

interface ActiveFiltersProps {
  search: Search;
  exams: Exams;
  onRemove: (search: Search) => void;
}

export function ActiveFilters({ search, exams, onRemove }: ActiveFiltersProps) {
  const { t } = useLingui();
  const active = filtersInWords(search, exams);
  if (active.length === 0) return null;
  return (
    <div className={styles.active}>
      <ul className={styles.chips} aria-label={t`Filters that are on`}>
        {active.map(({ id, text, without }) => (
          <li key={id}>
            <button type="button" className={styles.chip} onClick={() => onRemove(without)}>
              <VisuallyHidden>
                <Trans>Remove the filter:</Trans>{" "}
              </VisuallyHidden>
              <span>{text}</span>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <Button kind="quiet" size="small" onPress={() => onRemove(PLAIN)}>
        <Trans>Remove all</Trans>
      </Button>
    </div>
  );
}
