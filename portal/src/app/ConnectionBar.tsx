/** Appears when the service cannot be reached for a moment, and goes when it can. */
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useConnection } from "@/api/connection";
import { Banner } from "@/design/Banner";

const PATIENCE_MS = 1_500;

export function ConnectionBar() {
  const isLost = useIsLostForLong();
  return (
    <div aria-live="polite">
      {isLost && (
        <Banner kind="warning" title={<Trans>Reconnecting…</Trans>}>
          <Trans>
            The connection to the service is lost. What you see may be out of date; what you typed
            stays.
          </Trans>
        </Banner>
      )}
    </div>
  );
}

function useIsLostForLong(): boolean {
  const connection = useConnection();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (connection === "connected") {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return isLost;
}
