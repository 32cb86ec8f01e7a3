/** What to search for: usual searches by one press, all options in a panel, and what is on. */
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useId } from "react";
import { Button } from "@/design/Button";
import { Skeleton } from "@/design/Skeleton";
import { ActiveFilters } from "./ActiveFilters";
import styles from "./Filters.module.css";
import { PRESETS } from "./presets";
import { PLAIN, type Search } from "./search";
import type { Exams } from "./useExams";
import { usePanelOpen } from "./usePanelOpen";

// The date fields are heavy, and the list does not need them to be shown.
const SearchForm = lazy(() => import("./SearchForm"));

export interface FiltersProps {
  search: Search;
  exams: Exams;
  onSearch: (search: Search) => void;
  /** As `onSearch`, and bring the focus to the results. */
  onSearchAndGo: (search: Search) => void;
}

export function Filters({ search, exams, onSearch, onSearchAndGo }: FiltersProps) {
  const { t } = useLingui();
  const panelId = useId();
  const [isOpen, setOpen] = usePanelOpen();
  return (
    <section className={styles.filters} aria-label={t`Search`} data-print="no">
      <div className={styles.bar}>
        <Presets search={search} onSearch={onSearch} />
        <Button
          size="small"
          icon={isOpen ? "chevron-down" : "filter"}
          aria-expanded={isOpen}
          aria-controls={isOpen ? panelId : undefined}
          onPress={() => setOpen(!isOpen)}
        >
          <Trans>Search options</Trans>
        </Button>
      </div>
      {isOpen && (
        <div id={panelId} className={styles.panel}>
          <Suspense fallback={<Skeleton lines={4} />}>
            <SearchForm
              {...{ search, exams }}
              onSearch={onSearchAndGo}
              onReset={() => onSearch(PLAIN)}
            />
          </Suspense>
        </div>
      )}
      <ActiveFilters search={search} exams={exams} onRemove={onSearchAndGo} />
    </section>
  );
}

function Presets({ search, onSearch }: Pick<FiltersProps, "search" | "onSearch">) {
  const { t, i18n } = useLingui();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form
    <div className={styles.presets} role="group" aria-label={t`Usual searches`}>
      {PRESETS.map((preset) => (
        <button
          key={preset.id}
          type="button"
          className={styles.preset}
          aria-pressed={preset.isOn(search)}
          onClick={() => onSearch(preset.toggled(search))}
        >
          {i18n._(preset.label)}
        </button>
      ))}
    </div>
  );
}
