/** An operation that failed, on a screen: what happened, what to do, and the id to quote. */
import type { Trouble as TroubleOfOperation } from "@/api/trouble";
import { ErrorState } from "@/design/ErrorState";
import { useTroubleText } from "@/text/trouble";

export function Trouble({ of, onRetry }: { of: TroubleOfOperation; onRetry?: () => void }) {
  const textOf = useTroubleText();
  return <ErrorState message={textOf(of)} correlationId={of.correlationId} onRetry={onRetry} />;
}
