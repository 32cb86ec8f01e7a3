/** Who is to see the result: a type-ahead that tells namesakes apart by town and country. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { OwnShareFragment } from "@/api/generated/graphql";
import { paths } from "@/app/paths";
import { Banner } from "@/design/Banner";
import { Bidi } from "@/design/Bidi";
import { ComboBox } from "@/design/ComboBox";
import { Disclosure } from "@/design/Disclosure";
import { Link } from "@/design/Link";
import { Panel } from "@/design/Panel";
import { useCountry } from "@/text/country";
import { useTroubleText } from "@/text/trouble";
import { useWords } from "@/text/words";
import styles from "./ShareForm.module.css";
import { FIELDS } from "./shareErrors";
import { type Organisation, useDirectory } from "./useDirectory";

interface OrganisationStepProps {
  chosen: Organisation | null;
  /** The share that the chosen one has already. */
  existing: OwnShareFragment | undefined;
  errorMessage: string | undefined;
  onChoose: (organisation: Organisation | null) => void;
}

export function OrganisationStep(props: OrganisationStepProps) {
  return (
    <Panel title={<Trans>2. The organisation</Trans>}>
      <Finder {...props} />
      <div className={styles.below}>
        {props.chosen && <Chosen organisation={props.chosen} />}
        {props.existing && <SharedAlready share={props.existing} />}
        <NotListed />
      </div>
    </Panel>
  );
}

function Finder({ chosen, errorMessage, onChoose }: OrganisationStepProps) {
  const { t } = useLingui();
  const { place } = useCountry();
  const words = useWords();
  const textOf = useTroubleText();
  const [typed, setTyped] = useState(chosen?.name ?? "");
  const { found, trouble, isLoading } = useDirectory(typed === chosen?.name ? null : typed);
  const offered = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const isTooShort = typed.trim().length < 2;

  function choose(id: string | null) {
    const organisation = offered.find((each) => each.id === id) ?? null;
    onChoose(organisation);
    if (organisation) setTyped(organisation.name);
  }

  return (
    <ComboBox
      id={FIELDS.organisation}
      label={<Trans>Name of the organisation</Trans>}
      description={<Trans>Type two letters or more, then choose from the list.</Trans>}
      items={offered.map((each) => ({
        id: each.id,
        label: each.name,
        detail: `${place(each)} · ${words.organisationType(each.type)}`,
      }))}
      inputValue={typed}
      onInputChange={setTyped}
      selectedId={chosen?.id ?? null}
      onSelect={choose}
      isLoading={isLoading}
      emptyText={isTooShort ? t`Type one more letter.` : t`No organisation was found. See below.`}
      errorMessage={trouble ? textOf(trouble) : errorMessage}
    />
  );
}

function Chosen({ organisation }: { organisation: Organisation }) {
  const { place } = useCountry();
  const name = (
    <strong>
      <Bidi>{organisation.name}</Bidi>
    </strong>
  );
  const where = <Bidi>{place(organisation)}</Bidi>;
  return (
    <p>
      <Trans>
        You share with {name}, {where}.
      </Trans>
    </p>
  );
}

function SharedAlready({ share }: { share: OwnShareFragment }) {
  return (
    <Banner
      kind="info"
      role="status"
      title={<Trans>You share this result with this organisation already</Trans>}
      actions={
        <Link href={`${paths.myResults}#${share.id}`}>
          <Trans>See this share</Trans>
        </Link>
      }
    >
      <Trans>
        To change until when, or the photo, withdraw that share first, then share again.
      </Trans>
    </Banner>
  );
}

function NotListed() {
  const address = `${window.location.origin}${paths.register}`;
  return (
    <Disclosure title={<Trans>It is not in the list</Trans>}>
      <p>
        <Trans>
          Try a shorter part of its name, its name in its own language, or the name of the whole
          institution instead of a faculty.
        </Trans>
      </p>
      <p>
        <Trans>
          Only organisations that were checked and approved can be chosen. If yours is not among
          them, ask it to register. It is free, and answered within five UK working days:
        </Trans>{" "}
        <Bidi>{address}</Bidi>
      </p>
    </Disclosure>
  );
}
