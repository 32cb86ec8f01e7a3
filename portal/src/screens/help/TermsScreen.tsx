/** The Terms of Use. A change of their meaning is a new version, with a new date. */
import { Trans, useLingui } from "@lingui/react/macro";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Time } from "@/design/Time";
import { Part, Prose } from "./Prose";

const VERSION = "1";
const IN_FORCE_SINCE = "2026-11-23";

export default function TermsScreen() {
  const { t } = useLingui();
  return (
    <Prose
      title={t`Terms of Use`}
      lead={<Trans>What you may expect of this service, and what it expects of you.</Trans>}
      version={
        <Trans>
          Version {VERSION}, in force since <Time at={IN_FORCE_SINCE} kind="date" />
        </Trans>
      }
    >
      <Using />
      <Promises />
      <Part title={<Trans>7. Changes</Trans>}>
        <p>
          <Trans>
            A new version of these terms is published here with its number and date before it comes
            into force. Rights that the law gives you stay as they are.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>Questions</Trans>}>
        <p>
          <WriteToSupport subject={t`Terms of Use`} />
        </p>
      </Part>
    </Prose>
  );
}

function Using() {
  return (
    <>
      <Part title={<Trans>1. Your account</Trans>}>
        <p>
          <Trans>
            An account belongs to one person. Keep its password to yourself, and tell us at once if
            somebody else may know it. Members of an organisation use the service for that
            organisation alone, and tell us when they leave it.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>2. What results may be used for</Trans>}>
        <p>
          <Trans>
            A result is shared with an organisation so that it can decide on what the candidate has
            applied for. Do not use it for anything else, do not pass it on outside of your
            organisation, and keep files of it no longer than you need them.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>3. When access ends</Trans>}>
        <p>
          <Trans>
            Candidates may withdraw a share at any time. From then on the result is not shown to you
            any more, and an earlier copy says nothing of how it stands: it may have been changed or
            revoked.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>4. Programs</Trans>}>
        <p>
          <Trans>
            What a program does with your key or token counts as done by you. Keep keys secret, use
            one for each program, and stay within the limits that the service tells.
          </Trans>
        </p>
      </Part>
    </>
  );
}

function Promises() {
  return (
    <>
      <Part title={<Trans>5. What the service promises</Trans>}>
        <p>
          <Trans>
            An answer says what stands in the awarding body’s record at the moment at which it is
            given, and says openly when it cannot be given. The service is free, is run with care,
            and may be interrupted. What you decide with an answer is your decision.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>6. Misuse</Trans>}>
        <p>
          <Trans>
            Who tries to see results that were not shared with them, guesses accounts or numbers, or
            disturbs the service may be suspended. Looks at results are recorded and can be
            examined.
          </Trans>
        </p>
      </Part>
    </>
  );
}
