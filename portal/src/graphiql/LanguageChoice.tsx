/** English or French for this page's own texts; the editor itself speaks English. */
import { useLingui } from "@lingui/react";
import { Button } from "@/design/Button";
import { currentLanguage } from "@/text/language";
import { speakHere } from "./texts";

export function LanguageChoice() {
  // Only to be drawn again in the other language.
  useLingui();
  const other = currentLanguage() === "en" ? "fr" : "en";
  return (
    <Button kind="quiet" size="small" icon="globe" onPress={() => speakHere(other)}>
      <span lang={other}>{other === "fr" ? "Français" : "English"}</span>
    </Button>
  );
}
