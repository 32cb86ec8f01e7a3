/** Give an organisation access to one of the candidate's own results. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { MyResultsDocument, type OwnShareFragment } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import { pathOf, paths } from "@/app/paths";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { useTitle } from "@/app/useTitle";
import { Banner } from "@/design/Banner";
import { Link } from "@/design/Link";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { ResultStanding } from "./ResultStanding";
import { Shared } from "./Shared";
import { ShareForm } from "./ShareForm";
import { useFreshStart } from "./useFreshStart";

/** The most that a page holds: nobody has more results. */
const ALL = 100;

export default function ShareResultScreen({ id }: ScreenProps) {
  const { t } = useLingui();
  useTitle(t`Share a result`);
  const { data, trouble, isLoading, reload } = useRead(MyResultsDocument, { first: ALL });
  const [sharedId, setShared, made] = useShared(id);
  const own = data?.myResults.edges.find(({ node }) => node.result.id === id)?.node;
  const share = own?.shares.find((each) => each.id === sharedId) ?? made;
  if (own && share?.state === "ACTIVE") return <Shared share={share} of={own} />;
  return (
    <>
      <PageHeader
        title={<Trans>Share a result</Trans>}
        lead={<Trans>Choose who may see it, check what they will see, and confirm.</Trans>}
        back={{ href: paths.myResults, label: <Trans>My Results</Trans> }}
      />
      {trouble && data === undefined && <Trouble of={trouble} onRetry={reload} />}
      {isLoading && <Skeleton lines={8} />}
      {data && own === undefined && <NotYours />}
      {own && !own.canBeShared && <ResultStanding of={own} />}
      {own?.canBeShared && (
        <ShareForm
          of={own}
          hasOthers={data !== undefined && data.myResults.totalCount > 1}
          onShared={setShared}
        />
      )}
    </>
  );
}

type Shares = [string | null, (share: OwnShareFragment) => void, OwnShareFragment | undefined];

/** Which share the address says was made, so that a reload shows it again; and the one just made. */
function useShared(resultId: string): Shares {
  const sharedId = new URLSearchParams(useSearch()).get("shared");
  const [, navigate] = useLocation();
  const [made, setMade] = useState<OwnShareFragment>();
  useFreshStart(sharedId);
  const note = (share: OwnShareFragment) => {
    setMade(share);
    navigate(`${pathOf(paths.shareResult, resultId)}?shared=${share.id}`, { replace: true });
  };
  return [sharedId, note, made?.id === sharedId ? made : undefined];
}

function NotYours() {
  return (
    <Banner
      kind="neutral"
      title={<Trans>There is no such result of yours</Trans>}
      actions={
        <Link href={paths.myResults}>
          <Trans>See your results</Trans>
        </Link>
      }
    >
      <Trans>The address may be incomplete, or the result belongs to another account.</Trans>
    </Banner>
  );
}
