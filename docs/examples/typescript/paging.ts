/** Prints every shared result, page by page. RVS_API_KEY says who asks. */
import { ask, setting } from "./ask.ts";
import { PageDocument, type PageQuery } from "./generated/graphql.ts";

type Share = PageQuery["sharedResults"]["edges"][number]["node"];

async function* shares(token: string): AsyncGenerator<Share> {
  for (let after: string | null = null, isLast = false; !isLast; ) {
    const page: PageQuery = await ask(PageDocument, { first: 100, after }, token);
    for (const { node } of page.sharedResults.edges) yield node;
    after = page.sharedResults.pageInfo.endCursor;
    isLast = !page.sharedResults.pageInfo.hasNextPage;
  }
}

for await (const { id, sharedAt } of shares(setting("RVS_API_KEY"))) console.log(id, sharedAt);
