/** The list's address: search, order and page as search parameters; the name is not among them. */
import type { SharedResultOrder, ShareState } from "@/api/generated/graphql";
import { cursorIn } from "@/app/askable";
import { isDay } from "./days";
import { NEWEST_FIRST, orderOf, wordOf } from "./order";
import { type Search, withoutTheImpossible } from "./search";

export interface ListAddress {
  search: Search;
  order: SharedResultOrder;
  /** Where the page begins; null: at the top. */
  cursor: string | null;
  /** For people: the service counts for itself. */
  page: number;
}

const STATES: Record<string, ShareState> = { expired: "EXPIRED", withdrawn: "WITHDRAWN" };
const MOST_EXAMS = 50;

/** Reads any address: what is not understood is as if it were not there. */
export function addressOf(parameters: URLSearchParams, name: string): ListAddress {
  const search = withoutTheImpossible(searchOf(parameters, name));
  const cursor = cursorIn(parameters.get("after"));
  const order = search.state === "ACTIVE" ? orderOf(parameters.get("sort")) : byDate(parameters);
  return { search, order, cursor, page: pageOf(parameters, cursor) };
}

/** The search parameters with their question mark; empty for the list as it is at first. */
export function parametersOf({ search, order, cursor, page }: ListAddress): string {
  const parameters = new URLSearchParams();
  if (search.from !== null) parameters.set("from", search.from);
  if (search.to !== null) parameters.set("to", search.to);
  for (const code of search.exams) parameters.append("exam", code);
  if (search.isUnopened) parameters.set("unopened", "1");
  if (search.isNew) parameters.set("new", "1");
  if (search.state !== "ACTIVE") parameters.set("access", search.state.toLowerCase());
  if (wordOf(order) !== wordOf(NEWEST_FIRST)) parameters.set("sort", wordOf(order));
  if (cursor !== null) {
    parameters.set("page", String(page));
    parameters.set("after", cursor);
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

function searchOf(parameters: URLSearchParams, name: string): Search {
  return {
    name,
    from: dayIn(parameters.get("from")),
    to: dayIn(parameters.get("to")),
    exams: [...new Set(parameters.getAll("exam"))].slice(0, MOST_EXAMS),
    isUnopened: parameters.get("unopened") === "1",
    isNew: parameters.get("new") === "1",
    state: STATES[parameters.get("access") ?? ""] ?? "ACTIVE",
  };
}

function dayIn(text: string | null): string | null {
  return text !== null && isDay(text) ? text : null;
}

/** Nothing but the time is left of an ended share to sort by. */
function byDate(parameters: URLSearchParams): SharedResultOrder {
  const order = orderOf(parameters.get("sort"));
  return order.field === "SHARED_AT" ? order : NEWEST_FIRST;
}

function pageOf(parameters: URLSearchParams, cursor: string | null): number {
  const page = Number(parameters.get("page"));
  return cursor !== null && Number.isSafeInteger(page) && page > 1 ? page : 1;
}
