/** What is typed into the search options, and what is wrong with it. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isDay } from "./days";
import { keyOf, PLAIN, type Search } from "./search";

export interface Problems {
  from?: string;
  to?: string;
}

/** What is typed, until another search comes from elsewhere: a preset, a tag, the back button. */
export function useDraft(search: Search) {
  const [held, setHeld] = useState({ of: keyOf(search), draft: search, round: 0 });
  const of = keyOf(search);
  if (held.of !== of) setHeld({ of, draft: search, round: held.round + 1 });
  const setDraft = (draft: Search) =>
    // Half a date is no value: the fields begin anew when everything is emptied.
    setHeld({ of, draft, round: draft === PLAIN ? held.round + 1 : held.round });
  return { draft: held.draft, setDraft, round: held.round };
}

export function useProblems({ from, to }: Search): Problems {
  const { t } = useLingui();
  const noDay = t`Enter a day, such as 2026-09-30.`;
  const problems: Problems = {};
  if (from !== null && !isDay(from)) problems.from = noDay;
  if (to !== null && !isDay(to)) problems.to = noDay;
  else if (from !== null && to !== null && to < from) {
    problems.to = t`Enter a last day that is not before the first.`;
  }
  return problems;
}
