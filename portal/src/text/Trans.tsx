/** Lingui's `Trans` for the macros, which takes whatever is put into a text for text. */
import { Trans as Translated, type TransProps } from "@lingui/react";

/** Names come from people: `<0/>` in one of them must not become an element of the text. */
export function Trans({ values, ...props }: TransProps) {
  return <Translated {...props} values={values && asText(values)} />;
}

function asText(values: Record<string, unknown>): Record<string, unknown> {
  const texts = Object.entries(values).map(([name, value]) => [
    name,
    isMarkup(value) ? [value] : value,
  ]);
  return Object.fromEntries(texts);
}

function isMarkup(value: unknown): boolean {
  return typeof value === "string" && value.includes("<");
}
