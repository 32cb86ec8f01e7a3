/** A date as its three typed parts, and what they mean together. */

export type DatePart = "day" | "month" | "year";
export type DateParts = Readonly<Record<DatePart, string>>;

/** English and French write a date in this order. */
export const ORDER = ["day", "month", "year"] as const;
export const LENGTHS: Readonly<Record<DatePart, number>> = { day: 2, month: 2, year: 4 };
export const EMPTY: DateParts = { day: "", month: "", year: "" };

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const WRITTEN = /^(\d{1,2})[./\- ]+(\d{1,2})[./\- ]+(\d{4})$/;

/** The parts of an ISO date; of anything else, which may stand in an address, none. */
export function partsOf(date: string | null): DateParts {
  const [, year = "", month = "", day = ""] = ISO.exec(date ?? "") ?? [];
  return { day, month, year };
}

/** The parts of a pasted date, written as ISO does or as day, month, year. */
export function partsIn(text: string): DateParts | undefined {
  const trimmed = text.trim();
  if (ISO.test(trimmed)) return partsOf(trimmed);
  const [, day, month, year] = WRITTEN.exec(trimmed) ?? [];
  return day && month && year ? { day, month, year } : undefined;
}

/** The ISO date, or `null` when the parts are no day of the calendar. */
export function dateIn({ day, month, year }: DateParts): string | null {
  if (year.length !== LENGTHS.year || !day || !month) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}

/** With the zeros that one leaves out in typing. */
export function padded({ day, month, year }: DateParts): DateParts {
  return { day: twoDigits(day), month: twoDigits(month), year };
}

function twoDigits(digits: string): string {
  return digits === "" ? "" : digits.padStart(2, "0");
}

/** Whether no further digit can belong to this part. */
export function isFull(part: DatePart, digits: string): boolean {
  const highestFirst = { day: 3, month: 1, year: 9 }[part];
  return digits.length >= LENGTHS[part] || (Number(digits) > highestFirst && part !== "year");
}
