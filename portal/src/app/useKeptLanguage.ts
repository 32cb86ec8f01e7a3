/** Speaks a language at once and keeps it with the account; the last of quick choices wins. */
import { useRef, useState } from "react";
import { KeepLanguageDocument } from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import type { Trouble } from "@/api/trouble";
import { type Language, speak } from "@/text/language";

export interface KeptLanguage {
  choose: (language: Language) => Promise<void>;
  isKept: boolean;
  /** It is spoken here, but the account does not know it. */
  trouble: Trouble | undefined;
}

export function useKeptLanguage(): KeptLanguage {
  const [change] = useChange(KeepLanguageDocument);
  const [outcome, setOutcome] = useState<{ trouble?: Trouble }>();
  const wish = useRef<Language>(undefined);
  const isSending = useRef(false);

  async function choose(language: Language) {
    wish.current = language;
    setOutcome(undefined);
    await speak(language);
    if (isSending.current) return;
    isSending.current = true;
    const trouble = await send();
    isSending.current = false;
    setOutcome({ trouble });
  }

  async function send(): Promise<Trouble | undefined> {
    const language = wish.current;
    const { trouble } = await change({ input: { language: language === "fr" ? "FR" : "EN" } });
    return trouble || wish.current === language ? trouble : send();
  }

  const isKept = outcome !== undefined && outcome.trouble === undefined;
  return { choose, isKept, trouble: outcome?.trouble };
}
