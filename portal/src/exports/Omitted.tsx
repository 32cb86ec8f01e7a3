/** How many results a file lacks, because they may not be shown any more. */
import { Plural } from "@lingui/react/macro";

export function Omitted({ count, className }: { count: number; className?: string }) {
  if (count === 0) return null;
  return (
    <p className={className}>
      <Plural
        value={count}
        one="# result was left out, because it cannot be shown any more."
        other="# results were left out, because they cannot be shown any more."
      />
    </p>
  );
}
