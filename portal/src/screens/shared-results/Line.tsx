/** A row of the list. When its share ends while it is shown, it keeps its height: nothing moves. */
import { useCallback, useRef } from "react";
import { EndedRow } from "./EndedRow";
import { ResultRow } from "./ResultRow";
import type { RowActs } from "./rowActs";
import type { Selection } from "./useSelection";
import type { Edge } from "./useSharedResultsPage";

interface LineProps {
  edge: Edge;
  selection: Selection | undefined;
  acts: RowActs;
}

export function Line({ edge: { node, cursor }, selection, acts }: LineProps) {
  const height = useRef<number>(undefined);
  const keepHeight = useCallback((pixels: number) => {
    height.current = pixels;
  }, []);
  const { candidate, result } = node;
  if (!candidate || !result) return <EndedRow row={node} height={height} />;
  return (
    <ResultRow
      row={node}
      person={candidate}
      onLeave={keepHeight}
      {...{ result, cursor, selection, acts }}
    />
  );
}
