/** What is searched for in the list: as the form holds it, and as the API asks for it. */
import type { SharedResultFilter, ShareState } from "@/api/generated/graphql";
import { beginOf, endOf } from "./days";

export interface Search {
  /** The beginning of a first or family name; empty: any. */
  name: string;
  /** First and last day of sharing, both included, in the viewer's time zone. */
  from: string | null;
  to: string | null;
  /** Codes of exams; empty: any. */
  exams: readonly string[];
  isUnopened: boolean;
  isNew: boolean;
  state: ShareState;
}

export const LONGEST_NAME = 200;

export const PLAIN: Search = {
  name: "",
  from: null,
  to: null,
  exams: [],
  isUnopened: false,
  isNew: false,
  state: "ACTIVE",
};

export function isPlain(search: Search): boolean {
  return keyOf(search) === keyOf(PLAIN);
}

/** The same text for the same search. */
export function keyOf(search: Search): string {
  const { name, from, to, exams, isUnopened, isNew, state } = search;
  return JSON.stringify([name, from, to, [...exams].sort(), isUnopened, isNew, state]);
}

export function filterOf(search: Search): SharedResultFilter {
  return {
    state: search.state,
    unopenedOnly: search.isUnopened,
    newOnly: search.isNew,
    ...(search.from !== null && { sharedFrom: beginOf(search.from) }),
    ...(search.to !== null && { sharedTo: endOf(search.to) }),
    ...(search.name !== "" && { name: search.name }),
    ...(search.exams.length > 0 && { examCodes: [...search.exams] }),
  };
}

/** Of a share that has ended, neither person nor exam is left to search by. */
export function withoutTheImpossible(search: Search): Search {
  const name = search.name.trim().slice(0, LONGEST_NAME);
  return search.state === "ACTIVE" ? { ...search, name } : { ...search, name: "", exams: [] };
}
