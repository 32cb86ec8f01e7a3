/** The words for codes of the API: grades, states, reasons. An unknown code is shown as it is. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";

type Words = Record<string, MessageDescriptor>;

const grade: Words = {
  A: msg`Pass at Grade A`,
  B: msg`Pass at Grade B`,
  C: msg`Pass at Grade C`,
  D: msg`Grade D`,
  E: msg`Grade E`,
  PASS_WITH_DISTINCTION: msg`Pass with Distinction`,
  PASS_WITH_MERIT: msg`Pass with Merit`,
  PASS: msg`Pass`,
  NARROW_FAIL: msg`Narrow Fail`,
  FAIL: msg`Fail`,
  LEVEL_A1: msg`Level A1`,
  LEVEL_A2: msg`Level A2`,
  LEVEL_B1: msg`Level B1`,
  LEVEL_B2: msg`Level B2`,
  LEVEL_C1: msg`Level C1`,
  NONE: msg`No level reached`,
};

const skill: Words = {
  READING: msg`Reading`,
  USE_OF_ENGLISH: msg`Use of English`,
  READING_AND_WRITING: msg`Reading and Writing`,
  WRITING: msg`Writing`,
  LISTENING: msg`Listening`,
  SPEAKING: msg`Speaking`,
};

const outcome: Words = {
  GRADED: msg`Graded`,
  ABSENT_PART: msg`Absent from part of the exam (X)`,
  ABSENT_ALL: msg`Absent from the exam (Z)`,
  PENDING: msg`Not decided yet`,
  WITHHELD: msg`Withheld`,
};

const resultState: Words = {
  PENDING: msg`Not released yet`,
  RELEASED: msg`Released`,
  AMENDED: msg`Amended`,
  WITHHELD: msg`Withheld`,
  REVOKED: msg`Revoked`,
};

/** Of a standing: why a result is, or is not, verified. */
const reason: Words = {
  RELEASED: msg`It stands as it was released.`,
  AMENDED: msg`It was amended; this is the current version.`,
  REVOKED: msg`The awarding body has revoked it.`,
  WITHHELD: msg`The awarding body withholds it for now.`,
  PENDING: msg`The awarding body has not released it yet.`,
  SHARE_EXPIRED: msg`The access that the candidate gave has expired.`,
  SHARE_WITHDRAWN: msg`The candidate has withdrawn access.`,
};

const exportState: Words = {
  QUEUED: msg`Waiting`,
  RUNNING: msg`Being made`,
  READY: msg`Ready`,
  FAILED: msg`Failed`,
  CANCELLED: msg`Cancelled`,
  EXPIRED: msg`Expired`,
};

const exportFormat: Words = {
  XLSX: msg`Excel workbook (xlsx)`,
  CSV: msg`Text table (csv)`,
  PDF: msg`Statement (PDF)`,
  PDF_ZIP: msg`Statements (PDF in a ZIP)`,
};

const exportFailure: Words = {
  RENDERING: msg`The file could not be made. Try again; if it fails again, write to us.`,
  STORAGE_FULL: msg`The service has no room for the file at the moment. Try again later.`,
  STORAGE_DAMAGED: msg`The file was damaged and is not given out. Make it again.`,
  NOTHING_LEFT: msg`No result was left that may be shown.`,
  GAVE_UP: msg`The file could not be made after several tries. Try again later.`,
};

const organisationType: Words = {
  UNIVERSITY: msg`University`,
  HIGHER_EDUCATION_SCHOOL: msg`Higher-education school`,
  SCHOOL: msg`School`,
  EMPLOYER: msg`Employer`,
  GOVERNMENT_BODY: msg`Government body`,
  PROFESSIONAL_BODY: msg`Professional body`,
  OTHER: msg`Other`,
};

const role: Words = {
  VISITOR: msg`Visitor`,
  CANDIDATE: msg`Candidate`,
  MEMBER: msg`Member`,
  PRIMARY: msg`Primary user`,
  API_CLIENT: msg`API client`,
  ISSUER_APPROVER: msg`Awarding body: approver`,
  ISSUER_PUBLISHER: msg`Awarding body: publisher`,
  ISSUER_AUDITOR: msg`Awarding body: auditor`,
};

const endpointState: Words = {
  PENDING: msg`Waiting for its test event`,
  ACTIVE: msg`Active`,
  PAUSED: msg`Paused`,
  DISABLED: msg`Disabled`,
};

const deliveryState: Words = {
  PENDING: msg`Waiting`,
  LEASED: msg`Being sent`,
  DELIVERED: msg`Delivered`,
  DEAD: msg`Given up`,
  CANCELLED: msg`Cancelled: access has ended`,
  PARKED: msg`Parked`,
};

const eventType: Words = {
  SHARE_CREATED: msg`Result shared`,
  SHARE_WITHDRAWN: msg`Share withdrawn`,
  SHARE_EXPIRED: msg`Share expired`,
  EXPORT_READY: msg`File ready`,
  ENDPOINT_TEST: msg`Test event`,
};

const WORDS = {
  grade,
  skill,
  outcome,
  resultState,
  reason,
  exportState,
  exportFormat,
  exportFailure,
  organisationType,
  role,
  endpointState,
  deliveryState,
  eventType,
};

type Vocabulary = Record<keyof typeof WORDS, (code: string) => string>;

/** One function for each kind of code: the code in, its words in the viewer's language out. */
export function useWords(): Vocabulary {
  const { i18n } = useLingui();
  const vocabulary = Object.entries(WORDS).map(([kind, words]: [string, Words]) => {
    const wordsOf = (code: string) => {
      const word = words[code];
      return word === undefined ? code : i18n._(word);
    };
    return [kind, wordsOf];
  });
  return Object.fromEntries(vocabulary) as Vocabulary;
}
