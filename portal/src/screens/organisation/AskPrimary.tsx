/** How a thing of the organisation is changed today: a primary user writes to support. */
import { Trans } from "@lingui/react/macro";
import { isFor } from "@/app/audience";
import { useViewer } from "@/app/viewer";
import { WriteToSupport } from "@/app/WriteToSupport";

export function AskPrimary({ subject }: { subject: string }) {
  const { role, organisation } = useViewer();
  const full = `${subject} – ${organisation?.name ?? ""}`;
  return (
    <>
      {isFor("primary", role) ? (
        <Trans>You are a primary user, so support changes them when you ask.</Trans>
      ) : (
        <Trans>A primary user of your organisation has them changed by support.</Trans>
      )}{" "}
      <WriteToSupport subject={full} />
    </>
  );
}
