/** Finds organisations while their name is typed; only the answer to the latest text counts. */
import { useEffect, useState } from "react";
import { useClient } from "urql";
import { useConnection } from "@/api/connection";
import { nodeOf } from "@/api/documents";
import {
  OrganisationDirectoryDocument,
  type OrganisationDirectoryQuery,
} from "@/api/generated/graphql";
import { type Trouble, troubleOf } from "@/api/trouble";

export type Organisation =
  OrganisationDirectoryQuery["organisationDirectory"]["edges"][number]["node"];

interface Answer {
  search: string;
  found: readonly Organisation[];
  trouble?: Trouble;
}

interface Directory {
  /** To the latest text that was answered: a list that stays put while one types on. */
  found: readonly Organisation[];
  trouble: Trouble | undefined;
  isLoading: boolean;
}

const SHORTEST = 2;
const LONGEST = 200;
const PAUSE_MS = 200;
const NOTHING: Answer = { search: "", found: [] };

/** `typed` null: nothing is looked for. */
export function useDirectory(typed: string | null): Directory {
  const client = useClient();
  const connection = useConnection();
  const [answer, setAnswer] = useState(NOTHING);
  const search = searchOf(typed);
  const { trouble } = answer;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the connection is back
  useEffect(() => {
    if (search === "") return setAnswer(NOTHING);
    let isLatest = true;
    const timer = setTimeout(async () => {
      const asked = client.query<OrganisationDirectoryQuery>(
        nodeOf(OrganisationDirectoryDocument),
        { search },
        { requestPolicy: "cache-first" },
      );
      const { data, error } = await asked.toPromise();
      const found = data?.organisationDirectory.edges.map(({ node }) => node) ?? [];
      if (isLatest) setAnswer({ search, found, trouble: error && troubleOf(error) });
    }, PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [client, search, connection]);

  return { found: answer.found, trouble, isLoading: search !== answer.search };
}

/** What is asked for: as typed, without blanks around; nothing while it is too short. */
function searchOf(typed: string | null): string {
  const search = (typed ?? "").trim().slice(0, LONGEST);
  return search.length < SHORTEST ? "" : search;
}
