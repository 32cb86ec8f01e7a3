/** Every file that the organisation has asked for: what became of it, and how to have it again. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { Trouble } from "@/app/Trouble";
import { useTitle } from "@/app/useTitle";
import { ButtonLink } from "@/design/ButtonLink";
import { EmptyState } from "@/design/EmptyState";
import { Link } from "@/design/Link";
import { NewerOlder } from "@/design/NewerOlder";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { FileList } from "./FileList";
import { type History, useHistory } from "./useHistory";

export default function DownloadsScreen() {
  const { t } = useLingui();
  const history = useHistory();
  useTitle(t`Downloads`);
  return (
    <>
      <PageHeader
        title={t`Downloads`}
        lead={t`Fetch the files that you and your colleagues have asked for, until they expire.`}
      />
      <Content of={history} />
    </>
  );
}

function Content({ of: { read, files, steps, isFront } }: { of: History }) {
  const { t } = useLingui();
  if (read.data === undefined) {
    if (read.trouble === undefined) return <Skeleton rows={6} />;
    return <Trouble of={read.trouble} onRetry={read.reload} />;
  }
  if (files.length === 0) return isFront ? <NoFiles /> : <NoneHere />;
  return (
    <>
      <FileList files={files} />
      <NewerOlder
        label={t`Pages`}
        newer={t`Newer files`}
        older={t`Older files`}
        onNewer={steps.back}
        onOlder={steps.onward}
      />
    </>
  );
}

function NoFiles() {
  return (
    <EmptyState
      icon="download"
      title={<Trans>No files yet</Trans>}
      actions={
        <ButtonLink kind="primary" href={paths.sharedResults}>
          <Trans>Go to Shared Results</Trans>
        </ButtonLink>
      }
    >
      <Trans>
        Select results in Shared Results and choose Download Options. The file appears here.
      </Trans>
    </EmptyState>
  );
}

/** An address that was kept, of a page that is not there any more. */
function NoneHere() {
  return (
    <EmptyState title={<Trans>No files on this page</Trans>}>
      <Link href={paths.downloads}>
        <Trans>Go to the newest files</Trans>
      </Link>
    </EmptyState>
  );
}
