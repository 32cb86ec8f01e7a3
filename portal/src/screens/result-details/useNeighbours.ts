/** The results before and after this one in the list from which it was opened. */
import { useMemo } from "react";
import {
  ResultNeighboursDocument,
  type ResultNeighboursQuery,
  type SharedResultFilter,
} from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import { type ListPlace, stateOf, useListPlace } from "@/app/list-place";
import { pathOf, paths } from "@/app/paths";

export interface Neighbour {
  href: string;
  /** The `history.state` to open it with: its own place in the list. */
  state: { list: ListPlace };
}

export interface Neighbours {
  previous: Neighbour | undefined;
  next: Neighbour | undefined;
  /** Not known yet whether there are any. */
  isLoading: boolean;
}

const NO_FILTER: SharedResultFilter = { newOnly: false, state: "ACTIVE", unopenedOnly: false };

/** Undefined when the result was not opened from the list. */
export function useNeighbours(): Neighbours | undefined {
  const place = useListPlace();
  const { filter = NO_FILTER, cursor = "" } = place ?? {};
  const orderBy = place?.orderBy ?? { field: "SHARED_AT", direction: "DESC" };
  const { data, isLoading } = useRead(
    ResultNeighboursDocument,
    { filter, orderBy, cursor },
    { isPaused: place === undefined, policy: "network-only" },
  );
  return useMemo(() => {
    if (place === undefined) return undefined;
    const previous = neighbourIn(data?.previous, place);
    return { previous, next: neighbourIn(data?.next, place), isLoading };
  }, [place, data, isLoading]);
}

function neighbourIn(
  list: ResultNeighboursQuery["next"] | undefined,
  place: ListPlace,
): Neighbour | undefined {
  const edge = list?.edges[0];
  if (edge === undefined) return undefined;
  const state = stateOf({ ...place, cursor: edge.cursor });
  return { href: pathOf(paths.sharedResult, edge.node.id), state };
}
