/** What is chosen in the form, whether it differs from what is kept, and saving it. */
import { useState } from "react";
import {
  type PreferencesFragment,
  UpdateNotificationPreferencesDocument,
} from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import { useChangeTroubleText } from "@/text/unanswered";

export function usePreferencesForm(
  kept: PreferencesFragment,
  onSaved: (chosen: PreferencesFragment) => void,
) {
  const textOf = useChangeTroubleText();
  const [update, isPending] = useChange(UpdateNotificationPreferencesDocument);
  const [chosen, setChosen] = useState(() => onlyFields(kept));
  const [refusal, setRefusal] = useState("");
  const [tries, setTries] = useState(0);
  const [failedEmpty, setFailedEmpty] = useState(false);
  const isEmpty = chosen.isOn && !hasKind(chosen);
  const isDirty = JSON.stringify(chosen) !== JSON.stringify(onlyFields(kept));

  function change(changed: Partial<PreferencesFragment>) {
    setChosen((before) => ({ ...before, ...changed }));
    setRefusal("");
  }

  async function save() {
    setRefusal("");
    setFailedEmpty(isEmpty);
    setTries((count) => count + 1);
    if (isEmpty) return;
    const { data, trouble } = await update({ input: chosen });
    if (trouble) return setRefusal(textOf(trouble));
    const { preferences, userErrors } = data.updateNotificationPreferences;
    if (preferences) onSaved(preferences);
    else setRefusal(userErrors.map(({ message }) => message).join(" "));
  }

  return { chosen, change, save, isPending, isDirty, isEmpty, failedEmpty, tries, refusal };
}

function hasKind({ everyCandidate, dailySummary, weeklySummary }: PreferencesFragment): boolean {
  return everyCandidate || dailySummary || weeklySummary;
}

/** Without what the client notes beside them. */
function onlyFields(preferences: PreferencesFragment): PreferencesFragment {
  const { isOn, everyCandidate, dailySummary, weeklySummary } = preferences;
  return { isOn, everyCandidate, dailySummary, weeklySummary };
}
