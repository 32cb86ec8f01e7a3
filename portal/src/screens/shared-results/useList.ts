/** All that the screen knows of the list, and the moves in it. */
import { useCallback, useMemo } from "react";
import { NewSharesDocument } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import { type Endings, useEndings } from "@/app/live-shares";
import { asOfNow } from "./endedShares";
import { useExams } from "./useExams";
import { useListAddress } from "./useListAddress";
import { useMoves } from "./useMoves";
import { usePageSize } from "./usePageSize";
import { type Connection, useSharedResultsPage, useWayOut } from "./useSharedResultsPage";
import { useUnseen } from "./useUnseen";

export type List = ReturnType<typeof useList>;

export function useList() {
  const { address, go, exams, ...ofExams } = useKnownAddress();
  const [size, setSize] = usePageSize();
  const page = useSharedResultsPage(address, size, ofExams.isWaiting);
  const toFirst = useCallback(() => go({}, { replace: true }), [go]);
  const isOut = useWayOut(page, address, toFirst);
  const ended = useEndings();
  const edges = useEdges(page.connection, ended);
  const unseen = useUnseen(edges);
  const { data, reload: recount } = useRead(NewSharesDocument, {});
  const { reload } = page;
  const moves = useMoves({ address, go, reload, recount, clearUnseen: unseen.clear, setSize });
  return {
    ...{ address, exams, page, edges, ended, unseen, size, go },
    ...moves,
    newShares: data?.newShareCount,
    trouble: isOut ? undefined : (ofExams.trouble ?? page.trouble),
    retry: ofExams.trouble ? ofExams.reload : reload,
  };
}

/** Where the viewer is, without exams that do not exist. */
function useKnownAddress() {
  const { address: asked, go } = useListAddress();
  const { search, ...ofExams } = useExams(asked.search);
  const address = useMemo(() => ({ ...asked, search }), [asked, search]);
  return { address, go, ...ofExams };
}

/** The rows of the page as they are by now. */
function useEdges(connection: Connection | undefined, ended: Endings) {
  return useMemo(
    () => connection?.edges.map((edge) => ({ ...edge, node: asOfNow(edge.node, ended) })),
    [connection, ended],
  );
}
