/** The filters of a search in words, each with the search that is left without it. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Bidi } from "@/design/Bidi";
import type { Search } from "./search";
import type { Exams } from "./useExams";

export interface FilterInWords {
  id: string;
  text: ReactNode;
  without: Search;
}

export function filtersInWords(search: Search, exams: Exams): FilterInWords[] {
  return [...ofDates(search), ...ofName(search), ...ofExams(search, exams), ...ofStates(search)];
}

function ofDates(search: Search): FilterInWords[] {
  const { from, to } = search;
  if (from === null && to === null) return [];
  return [{ id: "dates", text: spanText(from, to), without: { ...search, from: null, to: null } }];
}

function spanText(from: string | null, to: string | null): ReactNode {
  if (from === to) return <Trans>Shared on {from}</Trans>;
  if (to === null) return <Trans>Shared since {from}</Trans>;
  if (from === null) return <Trans>Shared until {to}</Trans>;
  return (
    <Trans>
      Shared {from} to {to}
    </Trans>
  );
}

function ofName(search: Search): FilterInWords[] {
  if (search.name === "") return [];
  const name = <Bidi>{search.name}</Bidi>;
  return [{ id: "name", text: <Trans>Name: {name}</Trans>, without: { ...search, name: "" } }];
}

function ofExams(search: Search, exams: Exams): FilterInWords[] {
  return search.exams.map((code) => ({
    id: `exam ${code}`,
    text: exams.find((exam) => exam.code === code)?.name ?? code,
    without: { ...search, exams: search.exams.filter((each) => each !== code) },
  }));
}

function ofStates(search: Search): FilterInWords[] {
  const { isUnopened, isNew, state } = search;
  const all = [
    isUnopened && {
      id: "unopened",
      text: <Trans>Unopened</Trans>,
      without: { ...search, isUnopened: false },
    },
    isNew && { id: "new", text: <Trans>New</Trans>, without: { ...search, isNew: false } },
    state !== "ACTIVE" && {
      id: "state",
      text: state === "EXPIRED" ? <Trans>Access expired</Trans> : <Trans>Access withdrawn</Trans>,
      without: { ...search, state: "ACTIVE" as const },
    },
  ];
  return all.filter((each) => each !== false);
}
