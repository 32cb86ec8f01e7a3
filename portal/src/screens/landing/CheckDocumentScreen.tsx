/** What somebody who holds a paper can do today to know whether it is true. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { useTitle } from "@/app/useTitle";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Link } from "@/design/Link";
import { Advice, Part } from "./Advice";

export default function CheckDocumentScreen() {
  const { t } = useLingui();
  const title = t`I have a document to check`;
  useTitle(title);
  return (
    <Advice
      title={title}
      lead={t`A paper or a PDF alone proves nothing: both can be altered. Look at the record instead.`}
    >
      <Part title={<Trans>Ask the candidate to share the result with you</Trans>}>
        <p>
          <Trans>
            This is the sure way, and the quickest. The candidate signs in here, chooses the result
            and finds your organisation by its name. Seconds later you see the result as the
            awarding body has it, and need the paper no more.
          </Trans>
        </p>
      </Part>
      <Registered />
      <Doubt />
    </Advice>
  );
}

function Registered() {
  return (
    <Part title={<Trans>Is your organisation registered?</Trans>}>
      <ul>
        <li>
          <Trans>
            Yes: <Link href={paths.signIn}>sign in</Link> and look for the candidate under Shared
            Results. The result may be there already.
          </Trans>
        </li>
        <li>
          <Trans>
            Not yet: <Link href={paths.register}>register it</Link>. Candidates can share with you
            as soon as it is approved.
          </Trans>
        </li>
      </ul>
      <p>
        <Trans>
          Checking a document by its number or its code, without the candidate, comes with a later
          version.
        </Trans>
      </p>
    </Part>
  );
}

function Doubt() {
  const { t } = useLingui();
  return (
    <Part title={<Trans>You doubt a document</Trans>}>
      <p>
        <Trans>
          Tell us, and we look into it. Write which exam and which date it names, the number on it,
          and what made you doubt. Send no copies of passports or identity cards.
        </Trans>
      </p>
      <p>
        <WriteToSupport subject={t`Doubtful document`} />
      </p>
      <p>
        <Trans>
          Until you have an answer, treat the document as not verified; but do not call it false.
        </Trans>
      </p>
    </Part>
  );
}
