/** It is done: who has the result now, and what happens next. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { OwnResultFragment, OwnShareFragment } from "@/api/generated/graphql";
import { pathOf, paths } from "@/app/paths";
import { Banner } from "@/design/Banner";
import { Bidi } from "@/design/Bidi";
import { ButtonLink } from "@/design/ButtonLink";
import { DescriptionList } from "@/design/DescriptionList";
import { PageHeader } from "@/design/PageHeader";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import { useCountry } from "@/text/country";
import styles from "./ShareForm.module.css";

interface SharedProps {
  share: OwnShareFragment;
  of: OwnResultFragment;
}

export function Shared({ share, of: { result } }: SharedProps) {
  const name = <Bidi>{share.organisation.name}</Bidi>;
  return (
    <>
      <PageHeader
        title={<Trans>Shared with {name}</Trans>}
        back={{ href: paths.myResults, label: <Trans>My Results</Trans> }}
      />
      <div className={styles.steps}>
        <Banner kind="success">
          <Trans>
            {name} can see your result {result.exam.name} from now on.
          </Trans>
        </Banner>
        <Holder share={share} />
        <Next name={name} />
        <div className={styles.actions}>
          <ButtonLink kind="primary" href={paths.myResults}>
            <Trans>Back to My Results</Trans>
          </ButtonLink>
          <ButtonLink href={pathOf(paths.shareResult, result.id)}>
            <Trans>Share it with another organisation</Trans>
          </ButtonLink>
        </div>
      </div>
    </>
  );
}

function Holder({ share: { organisation, sharedAt, expiresAt } }: { share: OwnShareFragment }) {
  const { place } = useCountry();
  const where = <Bidi>{place(organisation)}</Bidi>;
  const end = expiresAt ? <Time at={expiresAt} kind="date" /> : <Trans>No end date</Trans>;
  return (
    <Panel title={<Trans>Who has it</Trans>}>
      <DescriptionList
        items={[
          { term: <Trans>Organisation</Trans>, value: <Bidi>{organisation.name}</Bidi> },
          { term: <Trans>Place</Trans>, value: where },
          { term: <Trans>Shared on</Trans>, value: <Time at={sharedAt} /> },
          { term: <Trans>Access ends</Trans>, value: end },
        ]}
      />
    </Panel>
  );
}

function Next({ name }: { name: ReactNode }) {
  return (
    <Panel title={<Trans>What happens next</Trans>}>
      <ul className={styles.list}>
        <li>
          <Trans>{name} finds it in its list of shared results. You need not send anything.</Trans>
        </li>
        <li>
          <Trans>In My Results you see when somebody there first opens it.</Trans>
        </li>
        <li>
          <Trans>There you can also withdraw access, at any time and at once.</Trans>
        </li>
      </ul>
    </Panel>
  );
}
