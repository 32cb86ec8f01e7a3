/** The exams whose results can be shared with an organisation, with level and scale. */
import { Trans, useLingui } from "@lingui/react/macro";
import { RecognisedExamsDocument, type RecognisedExamsQuery } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { Skeleton } from "@/design/Skeleton";
import { Table } from "@/design/Table";
import { TableScroll } from "@/design/TableScroll";
import styles from "./Organisation.module.css";
import { OrganisationPage } from "./OrganisationPage";

type Exam = RecognisedExamsQuery["exams"][number];

export default function RecognisedExamsScreen(_: ScreenProps) {
  const { t } = useLingui();
  const { data, trouble, isLoading, reload } = useRead(
    RecognisedExamsDocument,
    {},
    { policy: "cache-first" },
  );
  return (
    <OrganisationPage
      title={t`Recognised Exams and Tests`}
      lead={
        <Trans>See which results candidates can share with you, and what their scores mean.</Trans>
      }
    >
      {trouble && data === undefined && <Trouble of={trouble} onRetry={reload} />}
      {isLoading && <Skeleton rows={12} />}
      {data && <Exams exams={data.exams} />}
      <p className={styles.note}>
        <Trans>
          All of them can be shared with every organisation. Which of them you accept, and from
          which score on, cannot be set here yet.
        </Trans>
      </p>
    </OrganisationPage>
  );
}

function Exams({ exams }: { exams: readonly Exam[] }) {
  const { t } = useLingui();
  const title = t`Exams and tests`;
  return (
    <TableScroll label={title}>
      <Table caption={title}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Exam</Trans>
            </th>
            <th scope="col">
              <Trans>Level</Trans>
            </th>
            <th scope="col">
              <Trans>Overall score</Trans>
            </th>
            <th scope="col">
              <Trans>Levels reported</Trans>
            </th>
            <th scope="col">
              <Trans>Photo</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {exams.map((exam) => (
            <Row key={exam.code} exam={exam} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Row({ exam }: { exam: Exam }) {
  const { t } = useLingui();
  const levels = exam.cefrBands.map(({ level }) => level).join(", ");
  const scale =
    exam.scaleMinimum === null ? t`Grade only` : `${exam.scaleMinimum}–${exam.scaleMaximum}`;
  return (
    <tr>
      <th scope="row" data-kind="name">
        {exam.name}
      </th>
      <td>{exam.cefrLevel ?? t`None`}</td>
      <td>{scale}</td>
      <td>{levels || t`None`}</td>
      <td>{exam.hasPhoto ? t`Yes` : t`No`}</td>
    </tr>
  );
}
