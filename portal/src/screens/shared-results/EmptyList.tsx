/** Why no row is there, and what comes next. */
import { Trans } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { useViewer } from "@/app/viewer";
import { Bidi } from "@/design/Bidi";
import { Button } from "@/design/Button";
import { EmptyState } from "@/design/EmptyState";
import { Link } from "@/design/Link";
import { isPlain, type Search } from "./search";

export function EmptyList({ search, onReset }: { search: Search; onReset: () => void }) {
  return isPlain(search) ? <NothingShared /> : <NothingMatches onReset={onReset} />;
}

function NothingShared() {
  const { organisation } = useViewer();
  const name = <Bidi>{organisation?.name ?? ""}</Bidi>;
  return (
    <EmptyState icon="share" title={<Trans>No results are shared with you yet</Trans>}>
      <p>
        <Trans>
          Candidates share a result from their own account: they look for your organisation and
          confirm. Tell applicants to choose “{name}”. What they share appears here at once.
        </Trans>
      </p>
      <p>
        <Trans>
          You can be told by e-mail: choose when under{" "}
          <Link href={paths.notifications}>Email Notifications</Link>. If you hold a document with
          its number, use <Link href={paths.candidateSearch}>Candidate Search</Link>.
        </Trans>
      </p>
    </EmptyState>
  );
}

function NothingMatches({ onReset }: { onReset: () => void }) {
  return (
    <EmptyState
      icon="search"
      title={<Trans>Nothing matches this search</Trans>}
      actions={
        <Button icon="close" onPress={onReset}>
          <Trans>Remove all filters</Trans>
        </Button>
      }
    >
      <Trans>Check the spelling of the name and the days, or remove some of the filters.</Trans>
    </EmptyState>
  );
}
