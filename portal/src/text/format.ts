/** Numbers, sizes and dates as the viewer's language writes them; tables use ISO dates. */
import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import { locale } from "./language";

interface Format {
  number: (value: number) => string;
  /** 1 000 bytes are a kilobyte, as file managers count. */
  bytes: (value: number) => string;
  /** `YYYY-MM-DD` as a long date: the day as it is, in no time zone. */
  date: (isoDate: string) => string;
  /** A moment in the viewer's time zone. */
  moment: (isoMoment: string) => string;
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function useFormat(): Format {
  const { i18n } = useLingui();
  // biome-ignore lint/correctness/useExhaustiveDependencies: locale() follows the language
  return useMemo(() => formatFor(locale()), [i18n.locale]);
}

function formatFor(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  return {
    number: (value) => numbers.format(value),
    bytes: (value) => size(locale, value),
    date: (isoDate) => days.format(new Date(`${isoDate}T00:00:00Z`)),
    moment: (isoMoment) => moments.format(new Date(isoMoment)),
  };
}

function size(locale: string, bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : 1;
  const unit = UNITS[step] ?? "byte";
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}
