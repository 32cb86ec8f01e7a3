/** The organisation as it is registered; what is wrong is mended by support for now. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ScreenProps } from "@/app/screens";
import { useViewer, type Viewer } from "@/app/viewer";
import { Bidi } from "@/design/Bidi";
import { DescriptionList } from "@/design/DescriptionList";
import { Link } from "@/design/Link";
import { useCountry } from "@/text/country";
import { useWords } from "@/text/words";
import { AskPrimary } from "./AskPrimary";
import styles from "./Organisation.module.css";
import { OrganisationPage } from "./OrganisationPage";

export default function OrganisationDetailsScreen(_: ScreenProps) {
  const { t } = useLingui();
  const { organisation } = useViewer();
  return (
    <OrganisationPage
      title={t`Organisation Details`}
      lead={<Trans>Check that this is how candidates should find you.</Trans>}
    >
      {organisation && <Details of={organisation} />}
      <p className={styles.note}>
        <Trans>These details cannot be changed here yet.</Trans>{" "}
        <AskPrimary subject={t`Change of organisation details`} />
      </p>
    </OrganisationPage>
  );
}

function Details({ of: organisation }: { of: NonNullable<Viewer["organisation"]> }) {
  const { t } = useLingui();
  const words = useWords();
  const { country } = useCountry();
  const { name, type, town, website } = organisation;
  return (
    <DescriptionList
      items={[
        { term: t`Name`, value: <Bidi>{name}</Bidi> },
        { term: t`Type`, value: words.organisationType(type) },
        { term: t`Town`, value: <Bidi>{town}</Bidi> },
        { term: t`Country`, value: country(organisation.country) },
        { term: t`Website`, value: <Website address={website} /> },
      ]}
    />
  );
}

/** An address that somebody typed: a link only when it is one of the web. */
function Website({ address }: { address: string }) {
  const isOfTheWeb = /^https?:\/\//i.test(address);
  return isOfTheWeb ? <Link href={address}>{address}</Link> : <Bidi>{address}</Bidi>;
}
