/** A list without page numbers: which stretch of it the address asks for, and the steps from there. */
import { useSearchParams } from "wouter";
import { cursorIn } from "./askable";

interface Window {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Keyset {
  /** For the query. */
  window: Window;
  /** The address names no place: the list from its front. */
  isFront: boolean;
  /** The steps from a page; undefined where there is none. */
  stepsFrom: (page: PageInfo | undefined) => Steps;
}

export interface Steps {
  back: (() => void) | undefined;
  onward: (() => void) | undefined;
}

export function useKeyset(rows: number): Keyset {
  const [search, setSearch] = useSearchParams();
  const before = cursorIn(search.get("before")) ?? undefined;
  const after = cursorIn(search.get("after")) ?? undefined;
  const stepsFrom = (page: PageInfo | undefined): Steps => {
    const start = page?.hasPreviousPage ? page.startCursor : null;
    const end = page?.hasNextPage ? page.endCursor : null;
    return {
      back: start === null ? undefined : () => setSearch({ before: start }),
      onward: end === null ? undefined : () => setSearch({ after: end }),
    };
  };
  return {
    window: before ? { last: rows, before } : { first: rows, after },
    isFront: before === undefined && after === undefined,
    stepsFrom,
  };
}
