/** One shared result, for the decision: what may be said of it now, who it is, what was reached. */
import { Trans, useLingui } from "@lingui/react/macro";
import { canBeId } from "@/app/askable";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { useTitle } from "@/app/useTitle";
import { LiveRegion } from "@/design/LiveRegion";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { Details } from "./Details";
import { ListBar } from "./ListBar";
import { Missing } from "./Missing";
import { useFocusKept } from "./useFocusKept";
import { useNews } from "./useNews";
import { useOpened } from "./useOpened";
import { type ShownShare, useShownShare } from "./useShownShare";

export default function ResultDetailsScreen({ id }: ScreenProps) {
  const { t } = useLingui();
  // The name of a candidate does not belong into the history of a browser.
  useTitle(t`Result details`);
  return canBeId(id) ? <Share id={id} /> : <Missing />;
}

function Share({ id }: { id: string }) {
  const shown = useShownShare(id);
  const news = useNews(shown.share);
  useOpened(shown.share);
  useFocusKept(shown.share?.state);
  return (
    <>
      <ListBar />
      <Content of={shown} hasNewVersion={news.isNewVersion} />
      <LiveRegion message={news.message} />
    </>
  );
}

function Content({ of, hasNewVersion }: { of: ShownShare; hasNewVersion: boolean }) {
  const { share, isMissing, trouble, reload } = of;
  if (isMissing) return <Missing />;
  if (share) {
    return (
      <Details
        share={share}
        hasNewVersion={hasNewVersion}
        cannotBeReadAgain={trouble !== undefined}
      />
    );
  }
  if (trouble === undefined) return <Skeleton lines={12} />;
  return (
    <>
      <PageHeader title={<Trans>Result details</Trans>} />
      <Trouble of={trouble} onRetry={reload} />
    </>
  );
}
