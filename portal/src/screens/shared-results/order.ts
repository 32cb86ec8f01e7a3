/** How the list is sorted: its words in the address, and what a press on a heading does. */
import type { SharedResultOrder, SharedResultOrderField } from "@/api/generated/graphql";
import type { SortDirection } from "@/design/SortHeader";

export const NEWEST_FIRST: SharedResultOrder = { field: "SHARED_AT", direction: "DESC" };

const WORDS: Record<SharedResultOrderField, string> = {
  SHARED_AT: "date-shared",
  FAMILY_NAME: "family-name",
  FIRST_NAME: "first-name",
  EXAM: "exam",
  OVERALL_SCORE: "overall-score",
};

/** The first direction that somebody wants: what is newest or best, or from A to Z. */
const FROM_THE_TOP: readonly SharedResultOrderField[] = ["SHARED_AT", "OVERALL_SCORE"];

/** Such as "family-name", or "-overall-score" from the highest down. */
export function wordOf({ field, direction }: SharedResultOrder): string {
  return `${direction === "DESC" ? "-" : ""}${WORDS[field]}`;
}

/** Anything else than a known word is the usual order. */
export function orderOf(word: string | null): SharedResultOrder {
  const fields = Object.keys(WORDS) as SharedResultOrderField[];
  const field = fields.find((each) => WORDS[each] === word?.replace(/^-/, ""));
  if (field === undefined) return NEWEST_FIRST;
  return { field, direction: word?.startsWith("-") ? "DESC" : "ASC" };
}

/** A first press sorts, the next one turns it round. */
export function pressed(
  order: SharedResultOrder,
  field: SharedResultOrderField,
): SharedResultOrder {
  if (order.field === field) {
    return { field, direction: order.direction === "ASC" ? "DESC" : "ASC" };
  }
  return { field, direction: FROM_THE_TOP.includes(field) ? "DESC" : "ASC" };
}

export function directionOf(
  order: SharedResultOrder,
  field: SharedResultOrderField,
): SortDirection {
  if (order.field !== field) return "none";
  return order.direction === "ASC" ? "ascending" : "descending";
}
