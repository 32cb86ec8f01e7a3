/** The two ways to take a verified result along: its statement, and this page on paper. */
import { Trans } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { ExportProgress } from "@/exports/ExportProgress";
import type { Shown } from "./shown";
import { useStatement } from "./useStatement";

export function Actions({ share }: { share: Shown }) {
  const statement = useStatement(share.id);
  return (
    <>
      {hasStatement(share) && (
        <Button
          kind="primary"
          icon="file-pdf"
          isPending={statement.isMaking}
          onPress={statement.make}
        >
          <Trans>Download Statement of Results</Trans>
        </Button>
      )}
      <Button icon="printer" onPress={() => window.print()}>
        <Trans>Print</Trans>
      </Button>
      <ExportProgress of={statement.exporting} />
    </>
  );
}

/** As the service makes them: not of what is undecided, withheld or revoked. */
function hasStatement({ standing, result }: Shown): boolean {
  const isDecided = result !== null && !["PENDING", "WITHHELD"].includes(result.outcome);
  return standing.state === "VERIFIED" && isDecided;
}
