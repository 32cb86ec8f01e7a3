/** Tells screen readers that access to results on the page has just ended. */
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Endings } from "@/app/live-shares";
import { LiveRegion } from "@/design/LiveRegion";
import type { Edge } from "./useSharedResultsPage";

export function EndedNews({ edges, ended }: { edges: readonly Edge[]; ended: Endings }) {
  const { t } = useLingui();
  const count = edges.filter(({ node }) => ended.has(node.id)).length;
  const news = t`${plural(count, {
    one: "Access to # result on this page has ended.",
    other: "Access to # results on this page has ended.",
  })}`;
  return <LiveRegion message={count === 0 ? "" : news} />;
}
