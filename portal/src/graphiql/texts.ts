/** The language of this page: the frame's texts, which the logo needs, and its own. */
import { i18n, type Messages } from "@lingui/core";
import { type Language, speak } from "@/text/language";

const OWN = import.meta.glob<{ messages: Messages }>("./locales/*.po");

export async function speakHere(language: Language): Promise<void> {
  const load = OWN[`./locales/${language}.po`];
  if (load !== undefined) i18n.load(language, (await load()).messages);
  await speak(language);
}
