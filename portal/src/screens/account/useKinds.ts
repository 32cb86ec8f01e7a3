/** The kinds of e-mail about new shares, and when each of them comes. */
import { useLingui } from "@lingui/react/macro";

export type Kind = "everyCandidate" | "dailySummary" | "weeklySummary";

interface KindOfMail {
  kind: Kind;
  label: string;
  description: string;
}

export function useKinds(): KindOfMail[] {
  const { t } = useLingui();
  return [
    {
      kind: "everyCandidate",
      label: t`For every candidate`,
      description: t`One message as soon as a candidate shares a result.`,
    },
    {
      kind: "dailySummary",
      label: t`Daily summary`,
      description: t`Every day at 07:00 in the time zone of your organisation. Nothing new, no message.`,
    },
    {
      kind: "weeklySummary",
      label: t`Weekly summary`,
      description: t`Every Monday at 07:00 in the time zone of your organisation. Nothing new, no message.`,
    },
  ];
}
