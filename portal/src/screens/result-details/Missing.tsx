/** No such share: never was, not shared with this organisation, or an address with a slip. */
import { Trans } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { EmptyState } from "@/design/EmptyState";
import { Link } from "@/design/Link";
import { PageHeader } from "@/design/PageHeader";

export function Missing() {
  return (
    <>
      <PageHeader title={<Trans>Result details</Trans>} />
      <EmptyState icon="question" title={<Trans>Not here, or not shared with you</Trans>}>
        <Trans>
          There is no result at this address that was shared with your organisation. Look for it in{" "}
          <Link href={paths.sharedResults}>Shared Results</Link>, or ask the candidate to share it.
        </Trans>
      </EmptyState>
    </>
  );
}
