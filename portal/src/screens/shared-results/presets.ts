/** Searches for one press: the usual spans of days, and what is unopened or new. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { dayBefore } from "./days";
import type { Search } from "./search";

export interface Preset {
  id: string;
  label: MessageDescriptor;
  isOn: (search: Search) => boolean;
  /** On becomes off. */
  toggled: (search: Search) => Search;
}

export const PRESETS: readonly Preset[] = [
  span("today", msg`Today`, 0),
  span("week", msg`Last 7 days`, 6),
  span("month", msg`Last 30 days`, 29),
  {
    id: "unopened",
    label: msg`Unopened`,
    isOn: (search) => search.isUnopened,
    toggled: (search) => ({ ...search, isUnopened: !search.isUnopened }),
  },
  {
    id: "new",
    label: msg`New`,
    isOn: (search) => search.isNew,
    toggled: (search) => ({ ...search, isNew: !search.isNew }),
  },
];

/** From so many days ago until today, which counts as a day. */
function span(id: string, label: MessageDescriptor, daysBefore: number): Preset {
  const isOn = ({ from, to }: Search) => from === dayBefore(daysBefore) && to === dayBefore(0);
  const toggled = (search: Search) =>
    isOn(search)
      ? { ...search, from: null, to: null }
      : { ...search, from: dayBefore(daysBefore), to: dayBefore(0) };
  return { id, label, isOn, toggled };
}
