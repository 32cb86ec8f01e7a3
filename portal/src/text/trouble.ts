/** What a person reads when an operation failed. */
import { useLingui } from "@lingui/react/macro";
import type { Trouble } from "@/api/trouble";

/** The server's own sentence where it has one: it is in the viewer's language. */
export function useTroubleText(): (trouble: Trouble) => string {
  const { t } = useLingui();
  return (trouble) => {
    if (trouble.kind === "unreachable") {
      return t`The service cannot be reached. Check your connection; we keep trying.`;
    }
    if (trouble.kind === "outdated") return t`This page is out of date. Reload it.`;
    return trouble.message || t`Something went wrong on our side. Try again in a moment.`;
  };
}
