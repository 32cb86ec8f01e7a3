/** A moment or a day, always written as ISO does; the title says the viewer's time zone. */

interface TimeProps {
  /** An ISO moment such as "2026-11-23T15:47:40Z", or an ISO date. */
  at: string;
  /** A moment is shown to the second, a date as its day. */
  kind?: "moment" | "date";
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

export function Time({ at, kind = "moment" }: TimeProps) {
  if (DATE_ONLY.test(at)) return <time dateTime={at}>{at}</time>;
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  const text = kind === "date" ? dayOf(moment) : `${dayOf(moment)} ${clockOf(moment)}`;
  return (
    <time dateTime={at} title={zoneAt(moment)}>
      {text}
    </time>
  );
}

const twoDigits = (number: number) => String(number).padStart(2, "0");

function dayOf(moment: Date): string {
  const year = String(moment.getFullYear()).padStart(4, "0");
  return [year, twoDigits(moment.getMonth() + 1), twoDigits(moment.getDate())].join("-");
}

function clockOf(moment: Date): string {
  const parts = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
  return parts.map(twoDigits).join(":");
}

/** Such as "Europe/Vienna (UTC+01:00)". */
function zoneAt(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? "−" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return `${Intl.DateTimeFormat().resolvedOptions().timeZone} (UTC${offset})`;
}
