/** First, previous, the numbers near by, next, last: the pages of a list by their cursors. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import classes from "./Pager.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

/** As the API's `PageCursor`: the first page needs no cursor. */
export interface PageCursor {
  number: number;
  cursor?: string | null;
  isCurrent: boolean;
}

interface PagerProps {
  /** The pages near the current one, and itself. */
  pages: readonly PageCursor[];
  first?: PageCursor | null;
  previous?: PageCursor | null;
  next?: PageCursor | null;
  /** None while the count of the list is capped. */
  last?: PageCursor | null;
  onGo: (page: PageCursor) => void;
}

export function Pager({ pages, first, previous, next, last, onGo }: PagerProps) {
  const { t } = useLingui();
  const all = { first: pages.some((page) => page.number === 1 && page.isCurrent) ? null : first };
  const end = pages.some((page) => page.isCurrent && page.number === last?.number) ? null : last;
  return (
    <nav className={classes.pager} aria-label={t`Pages`}>
      <Step page={all.first} icon="chevrons-left" onGo={onGo}>
        <Trans>First</Trans>
      </Step>
      <Step page={previous} icon="chevron-left" onGo={onGo}>
        <Trans>Previous</Trans>
      </Step>
      <ol className={classes.numbers}>
        {pages.map((page) => (
          <li key={page.number}>
            <PageNumber page={page} onGo={onGo} />
          </li>
        ))}
      </ol>
      <Step page={next} icon="chevron-right" isAfter onGo={onGo}>
        <Trans>Next</Trans>
      </Step>
      <Step page={end} icon="chevrons-right" isAfter onGo={onGo}>
        <Trans>Last</Trans>
      </Step>
    </nav>
  );
}

interface NumberProps {
  page: PageCursor;
  onGo: (page: PageCursor) => void;
}

function PageNumber({ page, onGo }: NumberProps) {
  return (
    <button
      type="button"
      className={classes.number}
      aria-current={page.isCurrent ? "page" : undefined}
      onClick={() => page.isCurrent || onGo(page)}
    >
      <VisuallyHidden>
        <Trans>Page</Trans>{" "}
      </VisuallyHidden>
      {page.number}
    </button>
  );
}

interface StepProps {
  page: PageCursor | null | undefined;
  icon: IconName;
  /** The icon stands after the word. */
  isAfter?: boolean;
  onGo: (page: PageCursor) => void;
  children: ReactNode;
}

/** A step stays where it is when it leads nowhere, so that the others do not move. */
function Step({ page, icon, isAfter, onGo, children }: StepProps) {
  return (
    <button
      type="button"
      className={classes.step}
      aria-disabled={page ? undefined : true}
      onClick={() => page && onGo(page)}
    >
      {!isAfter && <Icon name={icon} />}
      <span className={classes.word}>{children}</span>
      {isAfter && <Icon name={icon} />}
    </button>
  );
}
