/** Countries in the viewer's language, and the place that tells namesakes apart. */
import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import { locale } from "./language";

interface Country {
  /** Two letters of ISO 3166-1 in, its name out; what is no country stays as it is. */
  country: (code: string) => string;
  /** Such as "Leeds, United Kingdom". */
  place: (of: { town: string; country: string }) => string;
}

export function useCountry(): Country {
  const { i18n } = useLingui();
  // biome-ignore lint/correctness/useExhaustiveDependencies: locale() follows the language
  return useMemo(() => {
    const country = namesIn(locale());
    return { country, place: (of) => [of.town, country(of.country)].filter(Boolean).join(", ") };
  }, [i18n.locale]);
}

function namesIn(locale: string): (code: string) => string {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });
  return (code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
}
