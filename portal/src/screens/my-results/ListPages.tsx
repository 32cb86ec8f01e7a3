/** Older and newer results, for the few who have more than one page of them. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { ButtonLink } from "@/design/ButtonLink";
import styles from "./MyResults.module.css";

interface ListPagesProps {
  /** The cursor of this page; null on the first. */
  after: string | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null } | undefined;
}

export function ListPages({ after, pageInfo }: ListPagesProps) {
  const { t } = useLingui();
  const older = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  if (after === null && older === null) return null;
  return (
    <nav className={styles.pages} aria-label={t`Pages`}>
      {after !== null && (
        <ButtonLink href={paths.myResults} icon="chevrons-left">
          <Trans>Newest results</Trans>
        </ButtonLink>
      )}
      {older !== null && (
        <ButtonLink href={`${paths.myResults}?after=${encodeURIComponent(older)}`}>
          <Trans>Older results</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}
