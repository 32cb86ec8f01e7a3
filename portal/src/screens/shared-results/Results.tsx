/** The list itself in all its states: loading, in trouble, empty, a page of many. */
import type { RefObject } from "react";
import { Trouble } from "@/app/Trouble";
import { Skeleton } from "@/design/Skeleton";
import { ExportProgress } from "@/exports/ExportProgress";
import { type Exporting, useExport } from "@/exports/useExport";
import { Listed } from "./Listed";
import type { List } from "./useList";

interface ResultsProps {
  list: List;
  heading: RefObject<HTMLHeadingElement | null>;
  /** Bring the focus to the heading, after what was pressed has gone or changed its place. */
  toResults: () => void;
}

export function Results(props: ResultsProps) {
  const exporting = useExport();
  return (
    <>
      <Shown {...props} exporting={exporting} />
      <ExportProgress of={exporting} />
    </>
  );
}

function Shown(props: ResultsProps & { exporting: Exporting }) {
  const { trouble, page, retry } = props.list;
  const isRefused = trouble?.kind === "refused";
  const problem = trouble && <Trouble of={trouble} onRetry={isRefused ? undefined : retry} />;
  const { connection } = page;
  if (problem && (page.isBehind || connection === undefined)) return problem;
  if (connection === undefined) return <Skeleton rows={10} />;
  return (
    <>
      {problem}
      <Listed {...props} connection={connection} />
    </>
  );
}
