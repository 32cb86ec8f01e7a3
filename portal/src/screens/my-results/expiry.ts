/** Until when a share lasts: the choices, and the moment that each of them means. */
import { getLocalTimeZone, today } from "@internationalized/date";

export const PERIODS = ["none", "quarter", "year", "own"] as const;
export type Period = (typeof PERIODS)[number];

/** The furthest that a day may lie ahead; who wants longer chooses no end. */
const MOST_YEARS = 10;

export interface Duration {
  period: Period;
  /** An ISO date, for the period "own"; null while it is missing or incomplete. */
  ownDay: string | null;
}

/** The last day of access as an ISO date; null without an end, or while it is missing. */
export function lastDay({ period, ownDay }: Duration): string | null {
  if (period === "quarter") return now().add({ months: 3 }).toString();
  if (period === "year") return now().add({ years: 1 }).toString();
  return period === "own" ? ownDay : null;
}

/** Tomorrow and the furthest day that can be chosen. */
export function dayLimits(): { earliest: string; latest: string } {
  const earliest = now().add({ days: 1 }).toString();
  return { earliest, latest: now().add({ years: MOST_YEARS }).toString() };
}

/** Whether the day that was typed cannot be the last one. */
export function isDayWrong({ period, ownDay }: Duration): boolean {
  const { earliest, latest } = dayLimits();
  return period === "own" && (ownDay === null || ownDay < earliest || ownDay > latest);
}

/** The end of a day where the candidate is, as a moment for the API. */
export function endOfDay(isoDate: string): string {
  return new Date(`${isoDate}T23:59:59`).toISOString();
}

function now() {
  return today(getLocalTimeZone());
}
