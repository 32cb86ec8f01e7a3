/** Holds the place of what loads; it shows after 300 ms, so that quick answers do not flicker. */
import { Trans } from "@lingui/react/macro";
import classes from "./Skeleton.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface SkeletonProps {
  /** Lines of a text. */
  lines?: number;
  /** Rows of a list or table, instead of lines. */
  rows?: number;
}

export function Skeleton({ lines = 3, rows }: SkeletonProps) {
  const places = Array.from({ length: rows ?? lines }, (_, place) => place);
  return (
    <div role="status" className={classes.skeleton}>
      <VisuallyHidden>
        <Trans>Loading</Trans>
      </VisuallyHidden>
      {places.map((place) => (
        <div key={place} className={rows ? classes.row : classes.line} />
      ))}
    </div>
  );
}
