/** Days of the viewer's time zone, as ISO dates, and the moments at which they begin. */

/** Today, or so many days before it. */
export function dayBefore(days: number, now = new Date()): string {
  return isoOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
}

/** The moment at which a day begins for the viewer, as the API takes it. */
export function beginOf(day: string): string {
  return midnight(day, 0).toISOString();
}

/** The moment at which the day is over: the first that does not belong to it. */
export function endOf(day: string): string {
  return midnight(day, 1).toISOString();
}

/** A real day of this or the last century, in no other form than YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const [, month = 0] = text.split("-").map(Number);
  return midnight(text, 0).getMonth() + 1 === month;
}

function midnight(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}

function isoOf(date: Date): string {
  const parts = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return [date.getFullYear(), ...parts].join("-");
}
