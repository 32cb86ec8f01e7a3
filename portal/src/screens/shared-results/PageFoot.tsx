/** Below the list: its numbered pages, and how many rows each has. */
import { useLingui } from "@lingui/react/macro";
import { type PageCursor, Pager } from "@/design/Pager";
import { Select } from "@/design/Select";
import styles from "./Results.module.css";
import type { Total } from "./total";
import { PAGE_SIZES, type PageSize, sizeOf } from "./usePageSize";
import type { Connection } from "./useSharedResultsPage";

interface PageFootProps {
  total: Total;
  pages: Connection["pageCursors"];
  size: PageSize;
  onGo: (page: PageCursor) => void;
  onSize: (size: PageSize) => void;
}

export function PageFoot({ total, pages, size, onGo, onSize }: PageFootProps) {
  const { t } = useLingui();
  const { around } = pages;
  if (total.count <= PAGE_SIZES[0]) return null;
  const next = around[around.findIndex((page) => page.isCurrent) + 1];
  return (
    <div className={styles.foot} data-print="no">
      {around.length > 1 && (
        <Pager
          pages={around}
          first={pages.first}
          previous={pages.previous}
          next={next}
          last={pages.last}
          onGo={onGo}
        />
      )}
      <div className={styles.size}>
        <Select
          label={t`Results on a page`}
          options={PAGE_SIZES.map((each) => ({ id: String(each), label: String(each) }))}
          value={String(size)}
          onChange={(id) => onSize(sizeOf(id))}
        />
      </div>
    </div>
  );
}
