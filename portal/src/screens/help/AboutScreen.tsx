/** What the service is, in which version, and how to reach those who run it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { useService } from "@/app/viewer";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Link } from "@/design/Link";
import { Part, Prose } from "./Prose";

export default function AboutScreen() {
  const { t } = useLingui();
  const { name, version } = useService();
  return (
    <Prose
      title={t`About and contact`}
      lead={
        <Trans>
          {name}, version {version}
        </Trans>
      }
    >
      <Part title={<Trans>What it is for</Trans>}>
        <p>
          <Trans>
            Institutions check here that a candidate’s language-exam result is genuine. Candidates
            decide who sees their results. It is free for both.
          </Trans>
        </p>
      </Part>
      <Contacts />
      <Part title={<Trans>Made with</Trans>}>
        <p>
          <Trans>
            Letters: Atkinson Hyperlegible Next and Noto Sans, under the SIL Open Font License. The
            mark and the drawings are our own.
          </Trans>
        </p>
        <p>
          <Link href="/assets/licences.txt" reloads>
            <Trans>Licences of what is built in</Trans>
          </Link>
        </p>
      </Part>
    </Prose>
  );
}

function Contacts() {
  const { t } = useLingui();
  return (
    <Part title={<Trans>Contact</Trans>}>
      <p>
        <WriteToSupport subject={t`Question`} />
      </p>
      <ul>
        <li>
          <Trans>
            To register an organisation, see <Link href={paths.register}>what to send us</Link>.
          </Trans>
        </li>
        <li>
          <Trans>
            To report a document that you doubt, see{" "}
            <Link href={paths.checkDocument}>what you can do</Link>.
          </Trans>
        </li>
        <li>
          <Trans>
            To report a weakness of the service, write with the subject “Security”, before you tell
            others. We are grateful.
          </Trans>
        </li>
      </ul>
    </Part>
  );
}
