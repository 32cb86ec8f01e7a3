/** Which exam, when and where; what a paper statement is compared with. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Bidi } from "@/design/Bidi";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import type { Result } from "./shown";

export function ExamPanel({ result }: { result: Result }) {
  const { t } = useLingui();
  const centreName = <Bidi>{result.centre.name}</Bidi>;
  const centreNumber = <Bidi>{result.centre.number}</Bidi>;
  return (
    <Panel title={t`Exam`}>
      <DescriptionList
        items={[
          { term: t`Exam`, value: result.exam.name },
          { term: t`Reference number`, value: <Bidi>{result.referenceNumber}</Bidi> },
          { term: t`Date of exam`, value: <Time kind="date" at={result.examDate} /> },
          { term: t`Session code`, value: <Bidi>{result.sessionCode}</Bidi> },
          { term: t`Place of entry`, value: <Bidi>{result.placeOfEntry}</Bidi> },
          {
            term: t`Exam centre`,
            value: (
              <Trans>
                {centreName}, number {centreNumber}
              </Trans>
            ),
          },
          { term: t`Version of the result`, value: result.version },
        ]}
      />
    </Panel>
  );
}
