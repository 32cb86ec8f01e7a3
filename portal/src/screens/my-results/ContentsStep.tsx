/** What the organisation will see, item by item, and what it will not. */
import { Trans } from "@lingui/react/macro";
import type { OwnResultFragment } from "@/api/generated/graphql";
import { Checkbox } from "@/design/Checkbox";
import { Panel } from "@/design/Panel";
import styles from "./ShareForm.module.css";

interface ContentsStepProps {
  exam: OwnResultFragment["result"]["exam"];
  includesPhoto: boolean;
  onChange: (includesPhoto: boolean) => void;
}

export function ContentsStep({ exam, includesPhoto, onChange }: ContentsStepProps) {
  return (
    <Panel title={<Trans>3. What they will see</Trans>}>
      <div className={styles.contents}>
        <Seen />
        <Unseen />
      </div>
      {exam.hasPhoto ? (
        <Checkbox
          isSelected={includesPhoto}
          onChange={onChange}
          description={
            <Trans>It shows that the person who applies is the one who sat the exam.</Trans>
          }
        >
          <Trans>Show the photo of the test day, too</Trans>
        </Checkbox>
      ) : (
        <p>
          <Trans>No photo is taken for this exam.</Trans>
        </p>
      )}
    </Panel>
  );
}

function Seen() {
  return (
    <div>
      <h3>
        <Trans>Shared</Trans>
      </h3>
      <ul className={styles.list}>
        <li>
          <Trans>your name, date of birth and candidate ID</Trans>
        </li>
        <li>
          <Trans>exam, date, session and where you sat it</Trans>
        </li>
        <li>
          <Trans>overall score, level, grade and the score of each skill</Trans>
        </li>
        <li>
          <Trans>reference number, and whether the result stands, now and later</Trans>
        </li>
      </ul>
    </div>
  );
}

function Unseen() {
  return (
    <div>
      <h3>
        <Trans>Not shared</Trans>
      </h3>
      <ul className={styles.list}>
        <li>
          <Trans>your passport number</Trans>
        </li>
        <li>
          <Trans>your e-mail address</Trans>
        </li>
        <li>
          <Trans>your other results</Trans>
        </li>
        <li>
          <Trans>with whom else you share</Trans>
        </li>
      </ul>
    </div>
  );
}
