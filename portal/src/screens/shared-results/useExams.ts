/** The exams to choose from, and a search without those that do not exist. */
import { useMemo } from "react";
import { ExamChoiceDocument, type ExamChoiceQuery } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { Trouble } from "@/api/trouble";
import type { Search } from "./search";

export type Exams = ExamChoiceQuery["exams"];

interface Known {
  exams: Exams;
  /** The service refuses codes that it does not know: an address may hold any. */
  search: Search;
  /** The search has exams, and it is not known yet which of them exist. */
  isWaiting: boolean;
  trouble: Trouble | undefined;
  reload: () => void;
}

const NONE: Exams = [];

export function useExams(asked: Search): Known {
  const { data, trouble, reload } = useRead(ExamChoiceDocument, {}, { policy: "cache-first" });
  const exams = data?.exams ?? NONE;
  const search = useMemo(() => withKnown(asked, exams), [asked, exams]);
  const isWaiting = asked.exams.length > 0 && data === undefined;
  return { exams, search, isWaiting, trouble: isWaiting ? trouble : undefined, reload };
}

function withKnown(search: Search, exams: Exams): Search {
  const known = search.exams.filter((code) => exams.some((exam) => exam.code === code));
  return known.length === search.exams.length ? search : { ...search, exams: known };
}
