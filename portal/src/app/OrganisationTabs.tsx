/** The pages of Your Organisation, at the top of each of them. */
import { useLingui } from "@lingui/react/macro";
import { SubNavigation } from "@/design/SubNavigation";
import { isFor } from "./audience";
import { paths } from "./paths";
import { useViewer } from "./viewer";

export function OrganisationTabs() {
  const { t } = useLingui();
  const { role } = useViewer();
  const webhooks = { href: paths.webhooks, label: t`Webhooks` };
  return (
    <SubNavigation
      label={t`Your Organisation`}
      items={[
        { href: paths.organisation, label: t`Organisation Details` },
        { href: paths.users, label: t`Users` },
        { href: paths.api, label: t`API` },
        { href: paths.recognisedExams, label: t`Recognised Exams and Tests` },
        ...(isFor("primary", role) ? [webhooks] : []),
      ]}
    />
  );
}
