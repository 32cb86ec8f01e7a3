/** Appears when the service was renewed meanwhile and does not understand this page any more. */
import { Trans } from "@lingui/react/macro";
import { useIsOutdated } from "@/api/release";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";

export function OutdatedBar() {
  const isOutdated = useIsOutdated();
  return (
    <div aria-live="polite">
      {isOutdated && (
        <Banner
          kind="warning"
          title={<Trans>This page is out of date. Reload it.</Trans>}
          actions={
            <Button icon="refresh" onPress={() => window.location.reload()}>
              <Trans>Load it again</Trans>
            </Button>
          }
        >
          <Trans>
            The service has been renewed since this page was loaded. Nothing that was saved is lost.
          </Trans>
        </Banner>
      )}
    </div>
  );
}
