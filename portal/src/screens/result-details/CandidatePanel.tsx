/** Who sat the exam: the photo to compare with, the name as held, date of birth and candidate ID. */
import { useLingui } from "@lingui/react/macro";
import { Bidi } from "@/design/Bidi";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import styles from "./CandidatePanel.module.css";
import { Photo } from "./Photo";
import type { Person, Shown } from "./shown";

export function CandidatePanel({ share, person }: { share: Shown; person: Person }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Candidate`}>
      <div className={styles.candidate}>
        <Photo share={share} />
        <DescriptionList
          items={[
            { term: t`First name`, value: <Bidi>{person.firstName}</Bidi> },
            { term: t`Family name`, value: <Bidi>{person.familyName}</Bidi> },
            { term: t`Date of birth`, value: <Time kind="date" at={person.dateOfBirth} /> },
            { term: t`Candidate ID`, value: <Bidi>{person.candidateNumber}</Bidi> },
          ]}
        />
      </div>
    </Panel>
  );
}
