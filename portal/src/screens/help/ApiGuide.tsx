/** The API in short, for those who connect programs. */
import { Trans, useLingui } from "@lingui/react/macro";
import { CopyBox } from "@/design/CopyBox";
import { Link } from "@/design/Link";
import { Part } from "./Prose";

export function ApiGuide() {
  const { t } = useLingui();
  return (
    <Part title={<Trans>For your programs: the API</Trans>}>
      <p>
        <Trans>
          Everything that this portal does, a program can do as well: there is one GraphQL API at
          one address.
        </Trans>
      </p>
      <CopyBox label={t`Address of the API`} value={`${window.location.origin}/graphql`} />
      <ul>
        <PagesToRead />
        <RulesToKnow />
      </ul>
    </Part>
  );
}

function PagesToRead() {
  return (
    <>
      <li>
        <Trans>
          <Link href="/graphiql" reloads>
            GraphiQL
          </Link>{" "}
          tries out operations in the browser, with examples that run as they stand.
        </Trans>
      </li>
      <li>
        <Trans>
          <Link href="/schema.graphql" reloads>
            schema.graphql
          </Link>{" "}
          describes every type, field and argument.
        </Trans>
      </li>
    </>
  );
}

function RulesToKnow() {
  return (
    <>
      <li>
        <Trans>
          Requests are POST with JSON. Programs send <code>Authorization: Bearer</code> with an API
          key, or with the token that <code>signIn</code> gives for <code>wantsToken</code>.
        </Trans>
      </li>
      <li>
        <Trans>
          Lists come in pages, by <code>first</code> and <code>after</code>. What is refused and why
          stands in <code>userErrors</code>, or in <code>errors</code> with a code.
        </Trans>
      </li>
      <li>
        <Trans>
          Subscriptions tell of new shares as they arrive; with the last <code>cursor</code> they
          resume without a gap. Webhooks tell an address of yours.
        </Trans>
      </li>
    </>
  );
}
