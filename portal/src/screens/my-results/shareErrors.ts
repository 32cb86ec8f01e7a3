/** What is wrong with a share, at the step that it is about: found here, or by the server. */
import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { FormError } from "@/design/ErrorSummary";
import { type Duration, isDayWrong } from "./expiry";
import type { Organisation } from "./useDirectory";
import type { Refusal } from "./useSharing";

export const FIELDS = { organisation: "organisation", day: "last-day" } as const;

/** By step: what is wrong, to be read. */
export interface StepErrors {
  result?: string;
  organisation?: string;
  day?: string;
}

interface Choice extends Duration {
  organisation: Organisation | null;
}

/** What must be mended before it can be sent. */
export function errorsIn(choice: Choice, i18n: I18n): StepErrors {
  const errors: StepErrors = {};
  if (choice.organisation === null) errors.organisation = i18n._(TEXTS.missing);
  if (isDayWrong(choice)) errors.day = i18n._(TEXTS.day);
  return errors;
}

/** The server's sentences, but for those that cannot say what to do in this form. */
export function refusedIn(refusals: readonly Refusal[], i18n: I18n): StepErrors {
  const errors: StepErrors = {};
  for (const { field, code, message } of refusals) {
    const step = STEPS[field?.[0] ?? ""] ?? "result";
    if (code === "NOT_FOUND") errors[step] = i18n._(GONE[step]);
    else errors[step] = code === "ALREADY_SHARED" ? i18n._(TEXTS.existing) : message;
  }
  return errors;
}

/** For the list above the form. */
export function problemsIn({ result, organisation, day }: StepErrors): FormError[] {
  const all = [
    { message: result },
    { fieldId: FIELDS.organisation, message: organisation },
    { fieldId: FIELDS.day, message: day },
  ];
  return all.flatMap(({ message, ...field }) => (message ? [{ ...field, message }] : []));
}

const STEPS: Record<string, keyof StepErrors> = {
  organisationId: "organisation",
  expiresAt: "day",
};

const TEXTS = {
  missing: msg`Choose an organisation from the list.`,
  existing: msg`This organisation has this result already. Choose another one.`,
  day: msg`Give a day from tomorrow on, at most ten years ahead, or choose no end date.`,
};

const GONE = {
  result: msg`This result is not there any more. Go back to your results.`,
  organisation: msg`This organisation does not take results here any more. Choose another one.`,
  day: msg`Choose another day.`,
};
