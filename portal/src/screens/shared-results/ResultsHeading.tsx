/** How many results there are and which of them are on the page; the focus comes here. */

import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { LiveRegion } from "@/design/LiveRegion";
import { useFormat } from "@/text/format";
import styles from "./Results.module.css";
import { isPlain, type Search } from "./search";
import type { Total } from "./total";
import type { Connection } from "./useSharedResultsPage";

interface ResultsHeadingProps {
  heading: RefObject<HTMLHeadingElement | null>;
  total: Total;
  connection: Connection;
  search: Search;
  /** Rows of a page. */
  size: number;
}

export function ResultsHeading({ heading, total, connection, search, size }: ResultsHeadingProps) {
  const { t } = useLingui();
  const { count, text } = total;
  const said = isPlain(search)
    ? t`${plural(count, { 0: "No shared results", one: "1 shared result", other: `${text} shared results` })}`
    : t`${plural(count, { 0: "No result matches", one: "1 result matches", other: `${text} results match` })}`;
  return (
    <div className={styles.title}>
      <h2 ref={heading} tabIndex={-1}>
        {said}
      </h2>
      <Span connection={connection} size={size} />
      <LiveRegion message={said} />
    </div>
  );
}

/** Such as "26 to 50", when there are several pages. */
function Span({ connection, size }: Pick<ResultsHeadingProps, "connection" | "size">) {
  const { number } = useFormat();
  const { around } = connection.pageCursors;
  const page = around.find((each) => each.isCurrent)?.number ?? 1;
  if (around.length < 2) return null;
  const before = (page - 1) * size;
  const from = number(before + 1);
  const to = number(before + connection.edges.length);
  return (
    <span className={styles.span}>
      <Trans>
        {from} to {to}
      </Trans>
    </span>
  );
}
