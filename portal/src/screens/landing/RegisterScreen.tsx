/** How an organisation registers today: by e-mail; the form comes with a later version. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { useTitle } from "@/app/useTitle";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Link } from "@/design/Link";
import { Advice, Part } from "./Advice";

export default function RegisterScreen() {
  const { t } = useLingui();
  const title = t`Register your organisation`;
  useTitle(title);
  return (
    <Advice
      title={title}
      lead={t`Registration on this page comes with a later version. Today you register by e-mail; it is free.`}
    >
      <Part title={<Trans>Write to us</Trans>}>
        <p>
          <WriteToSupport subject={t`Registration`} />
        </p>
        <p>
          <Trans>
            Write from your address at the organisation: its domain must be the organisation’s own.
            Free mail addresses are not accepted.
          </Trans>
        </p>
      </Part>
      <WhatToSend />
      <Part title={<Trans>What happens next</Trans>}>
        <p>
          <Trans>
            You have our answer within five UK working days. If we approve, it tells you how to sign
            in for the first time; if not, it says why.
          </Trans>
        </p>
      </Part>
      <SpecialCases />
    </Advice>
  );
}

function WhatToSend() {
  return (
    <Part title={<Trans>What to send</Trans>}>
      <ul>
        <li>
          <Trans>
            Of the organisation: its name, what kind it is (such as university, school, employer,
            government body), its website and its full address.
          </Trans>
        </li>
        <li>
          <Trans>Of yourself: first name, family name, job title and e-mail address.</Trans>
        </li>
        <li>
          <Trans>
            That you have read the <Link href={paths.terms}>Terms of Use</Link> and accept them for
            your organisation.
          </Trans>
        </li>
      </ul>
      <p>
        <Trans>Send no passwords and no documents of candidates.</Trans>
      </p>
    </Part>
  );
}

function SpecialCases() {
  return (
    <Part title={<Trans>Good to know</Trans>}>
      <ul>
        <li>
          <Trans>
            Did you have an account with an earlier service? Accounts were not carried over: please
            register anew.
          </Trans>
        </li>
        <li>
          <Trans>
            Has your organisation registered already? Say so, and name a colleague who has an
            account: we ask there before we add you.
          </Trans>
        </li>
        <li>
          <Trans>
            Are you a candidate? You need not register: <Link href={paths.signIn}>sign in</Link>{" "}
            with the account that you have for your results.
          </Trans>
        </li>
      </ul>
    </Part>
  );
}
