/** Which language the portal speaks: chosen, kept, and its catalogues loaded as screens need them. */
import { i18n, type Messages } from "@lingui/core";

export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

type Load = () => Promise<{ messages: Messages }>;

const KEPT_AS = "rvs.language";
const FRAME = import.meta.glob<{ messages: Messages }>("./locales/*.po");
const SCREENS = import.meta.glob<{ messages: Messages }>("../screens/*/locales/*.po");
const needed = new Set<string>();

/** The language kept in this browser, else the first of the browser's that we speak. */
export function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(KEPT_AS) ?? "", ...navigator.languages];
  const spoken = wishes.map((wish) => wish.slice(0, 2).toLowerCase()).find(isLanguage);
  return spoken ?? "en";
}

/** Load what is on the page in this language, then show it. Kept in this browser. */
export async function speak(language: Language): Promise<void> {
  const messages = await Promise.all(loads(language).map((load) => load()));
  for (const catalogue of messages) i18n.load(language, catalogue.messages);
  i18n.activate(language);
  document.documentElement.lang = language === "en" ? "en-GB" : "fr";
  localStorage.setItem(KEPT_AS, language);
}

/** Load the texts of a screen before it is shown: `name` is its folder. */
export async function needTexts(name: string): Promise<void> {
  needed.add(name);
  const language = currentLanguage();
  const load = SCREENS[`../screens/${name}/locales/${language}.po`];
  if (load === undefined) return;
  i18n.load(language, (await load()).messages);
  i18n.activate(language);
}

export function currentLanguage(): Language {
  return isLanguage(i18n.locale) ? i18n.locale : "en";
}

/** The locale for dates and numbers. */
export function locale(): string {
  return currentLanguage() === "fr" ? "fr-FR" : "en-GB";
}

function loads(language: Language): Load[] {
  const screens = [...needed].map((name) => SCREENS[`../screens/${name}/locales/${language}.po`]);
  return [FRAME[`./locales/${language}.po`], ...screens].filter((load) => load !== undefined);
}

function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}
