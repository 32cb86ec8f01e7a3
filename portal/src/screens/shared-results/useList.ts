/** All that the screen knows of the list, and the moves in it. */
import { useCallback, useMemo } from "react";
import { NewSharesDocument } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { ListAddress } from "./address";
import { NEWEST_FIRST, wordOf } from "./order";
import { isPlain, keyOf, PLAIN, type Search } from "./search";
import { asOfNow, useEndedShares } from "./useEndedShares";
import { useExams } from "./useExams";
import { useListAddress } from "./useListAddress";
import { usePageSize } from "./usePageSize";
import { useSharedResultsPage, useWayOut } from "./useSharedResultsPage";
import { useUnseen } from "./useUnseen";

export type List = ReturnType<typeof useList>;

export function useList() {
  const { address: asked, go } = useListAddress();
  const { exams, search, isWaiting, ...ofExams } = useExams(asked.search);
  const address = useMemo(() => ({ ...asked, search }), [asked, search]);
  const [size, setSize] = usePageSize();
  const page = useSharedResultsPage(address, size, isWaiting);
  const isOut = useWayOut(
    page,
    address,
    useCallback(() => go({}, { replace: true }), [go]),
  );
  const ended = useEndedShares();
  const edges = useMemo(
    () => page.connection?.edges.map((edge) => ({ ...edge, node: asOfNow(edge.node, ended) })),
    [page.connection, ended],
  );
  const unseen = useUnseen(edges);
  const newShares = useRead(NewSharesDocument, {});

  const searchFor = (next: Search) => {
    const isSame = keyOf(next) === keyOf(address.search) && address.cursor === null;
    if (isSame) page.reload();
    else go({ search: next });
  };
  const showNew = () => {
    unseen.clear();
    newShares.reload();
    if (isAtTheNewest(address)) page.reload();
    else go({ search: PLAIN, order: NEWEST_FIRST });
  };
  const resize = (next: typeof size) => {
    setSize(next);
    go({});
  };
  return {
    address,
    exams,
    page,
    edges,
    ended,
    unseen,
    newShares: newShares.data?.newShareCount,
    size,
    trouble: isOut ? undefined : (ofExams.trouble ?? page.trouble),
    retry: ofExams.trouble ? ofExams.reload : page.reload,
    go,
    searchFor,
    showNew,
    resize,
  };
}

/** Where new shares appear. */
function isAtTheNewest({ search, order, cursor }: ListAddress): boolean {
  return isPlain(search) && wordOf(order) === wordOf(NEWEST_FIRST) && cursor === null;
}
