/** What a screen reader is told when the answer changes while the result is open. */
import { useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import type { Shown } from "./shown";
import { titleOf } from "./standing";

interface News {
  /** Empty while nothing has changed. */
  message: string;
  /** Another version is shown than at first. */
  isNewVersion: boolean;
}

export function useNews(share: Shown | undefined): News {
  const { t, i18n } = useLingui();
  const first = useRef<Shown>(undefined);
  first.current ??= share;
  const before = first.current;
  if (share === undefined || before === undefined) return { message: "", isNewVersion: false };
  const { standing, result } = share;
  const answer = i18n._(titleOf(standing));
  if (standing.reasonCode !== before.standing.reasonCode && !isGoodAsBefore(before, share)) {
    return { message: t`This has changed while you had it open. ${answer}`, isNewVersion: false };
  }
  const isNewVersion = before.result != null && (result?.version ?? 0) > before.result.version;
  return { message: isNewVersion ? t`A newer version of the result is shown.` : "", isNewVersion };
}

/** An amendment leaves a result genuine: the new version is the news. */
function isGoodAsBefore(before: Shown, now: Shown): boolean {
  return before.standing.state === "VERIFIED" && now.standing.state === "VERIFIED";
}
