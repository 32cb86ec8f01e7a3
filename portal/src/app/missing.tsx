/** Nothing here, or nothing for this viewer: what to do instead. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@/design/Link";
import { PageHeader } from "@/design/PageHeader";
import { homeOf } from "./audience";
import { useTitle } from "./useTitle";
import { useViewer } from "./viewer";

export function NotFound() {
  const { t } = useLingui();
  useTitle(t`Page not found`);
  return (
    <>
      <PageHeader title={t`Page not found`} lead={t`There is no page at this address.`} />
      <WayHome />
    </>
  );
}

export function NotForYou() {
  const { t } = useLingui();
  useTitle(t`Not open to your account`);
  return (
    <>
      <PageHeader
        title={t`Not open to your account`}
        lead={t`This page is for another kind of account. A primary user of your organisation may be able to help.`}
      />
      <WayHome />
    </>
  );
}

function WayHome() {
  const { role } = useViewer();
  return (
    <p>
      <Link href={homeOf(role)}>
        <Trans>Go to your start page</Trans>
      </Link>
    </p>
  );
}
