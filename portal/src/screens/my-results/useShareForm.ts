/** What a candidate has chosen for a share, what is wrong with it, and the try to send it. */
import { useLingui } from "@lingui/react";
import { useState } from "react";
import type {
  OwnResultFragment,
  OwnShareFragment,
  ShareResultInput,
} from "@/api/generated/graphql";
import type { FormError } from "@/design/ErrorSummary";
import { type Duration, endOfDay, lastDay } from "./expiry";
import { errorsIn, problemsIn, refusedIn, type StepErrors } from "./shareErrors";
import type { Organisation } from "./useDirectory";
import { useSharing } from "./useSharing";

export interface ShareChoice extends Duration {
  organisation: Organisation | null;
  includesPhoto: boolean;
}

const NOTHING_CHOSEN: ShareChoice = {
  organisation: null,
  includesPhoto: true,
  period: "none",
  ownDay: null,
};

export function useShareForm(own: OwnResultFragment, onShared: (share: OwnShareFragment) => void) {
  const { i18n } = useLingui();
  const sharing = useSharing(onShared);
  const [choice, setChoice] = useState(NOTHING_CHOSEN);
  // As of the last try: the list above the form must not take the focus while something is mended.
  const [problems, setProblems] = useState<readonly FormError[]>([]);
  const [tries, setTries] = useState(0);
  // Of what was read with the page: told beforehand, and never a reason not to ask the server.
  const existing = sharing.last?.existing ?? activeShareWith(own, choice.organisation);
  const found = errorsIn(choice, i18n);
  const refused = refusedIn(sharing.last?.refusals ?? [], i18n);
  const errors: StepErrors = tries > 0 ? { ...found, ...refused } : {};

  function change(changed: Partial<ShareChoice>) {
    setChoice((before) => ({ ...before, ...changed }));
    sharing.forget();
  }

  async function submit() {
    const isReady = choice.organisation !== null && problemsIn(found).length === 0;
    const attempt = isReady ? await sharing.share(inputOf(own, choice)) : null;
    const wrong = isReady ? refusedIn(attempt?.refusals ?? [], i18n) : found;
    setProblems(problemsIn(wrong));
    setTries((count) => count + 1);
  }

  return { choice, change, existing, errors, problems, tries, submit, sharing };
}

function activeShareWith(
  { shares }: OwnResultFragment,
  organisation: Organisation | null,
): OwnShareFragment | undefined {
  return shares.find(
    (share) => share.state === "ACTIVE" && share.organisation.id === organisation?.id,
  );
}

function inputOf({ result }: OwnResultFragment, choice: ShareChoice): ShareResultInput {
  const day = lastDay(choice);
  return {
    resultId: result.id,
    organisationId: choice.organisation?.id ?? "",
    expiresAt: day === null ? null : endOfDay(day),
    includesPhoto: result.exam.hasPhoto ? choice.includesPhoto : null,
  };
}
