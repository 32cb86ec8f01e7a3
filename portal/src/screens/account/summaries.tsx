/** What is true of summaries: when they come, and that they do not come yet. */
import { Trans } from "@lingui/react/macro";

export function AboutSummaries() {
  return (
    <Trans>
      Your choice of summaries is kept, but this version does not send them yet: for now only the
      message for every candidate is sent.
    </Trans>
  );
}
