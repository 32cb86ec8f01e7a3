/** What a person reads when a change was not answered: it may have been made, or not. */
import { useLingui } from "@lingui/react/macro";
import type { Trouble } from "@/api/trouble";
import { useTroubleText } from "./trouble";

export function useChangeTroubleText(): (trouble: Trouble) => string {
  const { t } = useLingui();
  const textOf = useTroubleText();
  return (trouble) =>
    trouble.kind === "unreachable"
      ? t`The service did not answer. Press the button again when the connection is back: nothing is done twice.`
      : textOf(trouble);
}
