/** Shared Results: what candidates have shared with the viewer's organisation. */
import { useLingui } from "@lingui/react/macro";
import { useCallback, useRef } from "react";
import { useTitle } from "@/app/useTitle";
import { PageHeader } from "@/design/PageHeader";
import { Filters } from "./Filters";
import { Greeting } from "./Greeting";
import { LiveBar } from "./LiveBar";
import { Results } from "./Results";
import type { Search } from "./search";
import { useList } from "./useList";

export default function SharedResultsScreen() {
  const { t } = useLingui();
  useTitle(t`Shared Results`);
  const list = useList();
  const heading = useRef<HTMLHeadingElement>(null);
  const toResults = useCallback(() => heading.current?.focus(), []);
  const show = () => {
    list.showNew();
    toResults();
  };
  const searchAndGo = (search: Search) => {
    list.searchFor(search);
    toResults();
  };
  return (
    <>
      <PageHeader
        title={t`Shared Results`}
        lead={<Greeting newShares={list.newShares} />}
        actions={<LiveBar unseen={list.unseen} onShow={show} />}
      />
      <Filters
        search={list.address.search}
        exams={list.exams}
        onSearch={list.searchFor}
        onSearchAndGo={searchAndGo}
      />
      <Results list={list} heading={heading} toResults={toResults} />
    </>
  );
}
