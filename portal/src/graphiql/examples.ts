/** The operations to try; each document is a file of its own. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "@/api/generated/graphiql/graphql";
import createExport from "./examples/create-export.graphql?raw";
import exams from "./examples/exams.graphql?raw";
import exportProgress from "./examples/export-progress.graphql?raw";
import markViewed from "./examples/mark-viewed.graphql?raw";
import myResults from "./examples/my-results.graphql?raw";
import newShareCount from "./examples/new-share-count.graphql?raw";
import node from "./examples/node.graphql?raw";
import organisationDirectory from "./examples/organisation-directory.graphql?raw";
import resultShared from "./examples/result-shared.graphql?raw";
import shareResult from "./examples/share-result.graphql?raw";
import sharedResults from "./examples/shared-results.graphql?raw";
import viewer from "./examples/viewer.graphql?raw";
import { lastExport, newExport, newShare, oneShare, type Sample, someShares } from "./samples";

export interface Example {
  /** The field that it shows. */
  name: string;
  says: MessageDescriptor;
  document: string;
  variables?: Sample;
}

export interface Group {
  title: MessageDescriptor;
  /** Who may run them; empty: everybody. */
  roles: readonly Role[];
  examples: readonly Example[];
}

export const FIRST = viewer;

export const GROUPS: readonly Group[] = [
  {
    title: msg`For everybody`,
    roles: [],
    examples: [
      { name: "viewer", says: msg`Who asks, and for whom`, document: viewer },
      { name: "exams", says: msg`The exams and their scales`, document: exams },
    ],
  },
  {
    title: msg`For institutions`,
    roles: ["MEMBER", "PRIMARY", "API_CLIENT"],
    examples: [
      { name: "newShareCount", says: msg`How many results are new`, document: newShareCount },
      {
        name: "sharedResults",
        says: msg`A page of the list, with page numbers`,
        document: sharedResults,
        variables: async () => ({
          after: null,
          filter: { state: "ACTIVE", unopenedOnly: false, newOnly: false },
        }),
      },
      { name: "node", says: msg`One result in full`, document: node, variables: oneShare },
      {
        name: "markViewed",
        says: msg`Mark results as opened`,
        document: markViewed,
        variables: someShares,
      },
      {
        name: "createExport",
        says: msg`Make a file of results`,
        document: createExport,
        variables: newExport,
      },
      {
        name: "exportProgress",
        says: msg`Watch a file being made`,
        document: exportProgress,
        variables: lastExport,
      },
      { name: "resultShared", says: msg`Watch new results arrive`, document: resultShared },
    ],
  },
  {
    title: msg`For candidates`,
    roles: ["CANDIDATE"],
    examples: [
      { name: "myResults", says: msg`Your results and who has them`, document: myResults },
      {
        name: "organisationDirectory",
        says: msg`Find an organisation`,
        document: organisationDirectory,
        variables: async () => ({ search: "un" }),
      },
      {
        name: "shareResult",
        says: msg`Share a result`,
        document: shareResult,
        variables: newShare,
      },
    ],
  },
];

/** Whether a document is an example that nobody has changed. */
export function isExample(document: string): boolean {
  return GROUPS.some(({ examples }) => examples.some((each) => each.document === document));
}
