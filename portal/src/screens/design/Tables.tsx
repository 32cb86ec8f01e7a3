/** A table with its states, facts, and a code to copy. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Checkbox } from "@/design/Checkbox";
import { CopyBox } from "@/design/CopyBox";
import { DescriptionList } from "@/design/DescriptionList";
import { Link } from "@/design/Link";
import { Name } from "@/design/Name";
import { Pager } from "@/design/Pager";
import { Panel } from "@/design/Panel";
import { type SortDirection, SortHeader } from "@/design/SortHeader";
import { Table } from "@/design/Table";
import { TableScroll } from "@/design/TableScroll";
import { Tag } from "@/design/Tag";
import { Time } from "@/design/Time";
import classes from "./Design.module.css";

const LONG_NAME = "WOLFESCHLEGELSTEINHAUSEN".repeat(8);
const ROWS = [
  { first: "ANAÏS", family: "LEFÈVRE", score: 176, at: "2026-11-23T09:41:07Z", isNew: true },
  { first: "فاطمة", family: "الزهراء", score: 203, at: "2026-11-22T16:02:55Z", isNew: false },
  { first: "JO", family: LONG_NAME, score: 168, at: "2026-11-20T08:15:30Z", isNew: false },
];

export function Tables() {
  const { t } = useLingui();
  const items = [
    { term: t`Candidate`, value: <Name first="ANAÏS" family="LEFÈVRE" /> },
    { term: t`Date of birth`, value: <Time at="2004-02-29" kind="date" /> },
    { term: t`Long name`, value: <Name family={LONG_NAME} /> },
  ];
  return (
    <Panel title={t`Tables and facts`}>
      <Rows />
      <Pages />
      <div className={classes.columns}>
        <DescriptionList items={items} />
        <CopyBox label={t`Address of the API`} value="https://results.example/graphql" />
      </div>
    </Panel>
  );
}

function Rows() {
  const { t } = useLingui();
  const [direction, setDirection] = useState<SortDirection>("descending");
  const turn = () => setDirection(direction === "descending" ? "ascending" : "descending");
  return (
    <TableScroll label={t`Results`}>
      <Table caption={t`Results`}>
        <thead>
          <tr>
            <td data-kind="box" />
            <th scope="col">
              <Trans>Candidate</Trans>
            </th>
            <th scope="col" data-kind="number">
              <Trans>Overall score</Trans>
            </th>
            <SortHeader
              label={<Trans>Date shared (YYYY-MM-DD)</Trans>}
              direction={direction}
              onSort={turn}
            />
            <td data-kind="action" />
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <Row key={row.at} row={row} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Row({ row }: { row: (typeof ROWS)[number] }) {
  const [isSelected, setSelected] = useState(false);
  const { family } = row;
  return (
    <tr data-new={row.isNew} data-selected={isSelected}>
      <td data-kind="box">
        <Checkbox isSelected={isSelected} onChange={setSelected} isLabelHidden>
          <Trans>Select {family}</Trans>
        </Checkbox>
      </td>
      <th scope="row" data-kind="name">
        <Name first={row.first} family={family} />{" "}
        {row.isNew && (
          <Tag kind="new">
            <Trans>New</Trans>
          </Tag>
        )}
      </th>
      <td data-kind="number">{row.score}</td>
      <td>
        <Time at={row.at} />
      </td>
      <td data-kind="action">
        <Link href="/design">
          <Trans>View</Trans>
        </Link>
      </td>
    </tr>
  );
}

function Pages() {
  const [current, setCurrent] = useState(3);
  const numbers = [1, 2, 3, 4, 5, 6, 7];
  const pages = numbers.map((number) => ({ number, isCurrent: number === current }));
  return (
    <Pager
      pages={pages}
      first={pages[0]}
      previous={pages[current - 2]}
      next={pages[current]}
      last={pages.at(-1)}
      onGo={(page) => setCurrent(page.number)}
    />
  );
}
