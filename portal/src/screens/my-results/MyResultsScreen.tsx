/** A candidate's own results: what each says, who has it, share and withdraw. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Redirect, useSearch } from "wouter";
import { MyResultsDocument, type MyResultsQuery } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import { cursorIn } from "@/app/askable";
import { paths } from "@/app/paths";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { useTitle } from "@/app/useTitle";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { ListPages } from "./ListPages";
import { NoResults } from "./NoResults";
import { ResultPanel } from "./ResultPanel";
import { useFreshStart } from "./useFreshStart";
import { useTargetInView } from "./useTargetInView";

const PAGE_SIZE = 25;

export default function MyResultsScreen(_: ScreenProps) {
  const { t } = useLingui();
  const title = t`My Results`;
  useTitle(title);
  const after = cursorIn(new URLSearchParams(useSearch()).get("after"));
  useFreshStart(after);
  const { data, trouble, isLoading, reload } = useRead(MyResultsDocument, {
    first: PAGE_SIZE,
    after,
  });
  // A cursor of an old or foreign address: begin with the first page.
  if (after !== null && trouble?.kind === "refused")
    return <Redirect to={paths.myResults} replace />;
  return (
    <>
      <PageHeader
        title={title}
        lead={
          <Trans>Share a result with an organisation, see who has it, and withdraw access.</Trans>
        }
      />
      {trouble && <Trouble of={trouble} onRetry={reload} />}
      {isLoading && <Skeleton rows={4} />}
      {data && <Results of={data.myResults} onStale={reload} />}
      <ListPages after={after} pageInfo={data?.myResults.pageInfo} />
    </>
  );
}

interface ResultsProps {
  of: MyResultsQuery["myResults"];
  /** The list is not what the server has any more. */
  onStale: () => void;
}

function Results({ of: { totalCount, edges }, onStale }: ResultsProps) {
  useTargetInView();
  if (totalCount === 0) return <NoResults />;
  return edges.map(({ node }) => <ResultPanel key={node.result.id} of={node} onStale={onStale} />);
}
