/** Which personal data the service holds, what for, who sees them, and how to object. */
import { Trans, useLingui } from "@lingui/react/macro";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Part, Prose } from "./Prose";

export default function PrivacyScreen() {
  const { t } = useLingui();
  return (
    <Prose
      title={t`Privacy`}
      lead={<Trans>What this service knows about people, and what it does with it.</Trans>}
    >
      <WhatIsHeld />
      <WhoSeesIt />
      <InYourBrowser />
      <Part title={<Trans>Your rights</Trans>}>
        <p>
          <Trans>
            You may ask what is held about you, have it corrected, and object. Results themselves
            can only be changed by the awarding body; we pass your request on.
          </Trans>
        </p>
        <p>
          <WriteToSupport subject={t`Privacy`} />
        </p>
      </Part>
    </Prose>
  );
}

function WhatIsHeld() {
  return (
    <Part title={<Trans>What is held</Trans>}>
      <ul>
        <li>
          <Trans>
            Of candidates: name, date of birth, candidate ID, e-mail address, passport number where
            it was given (encrypted), results, and the photo of the test day for the exams that have
            one.
          </Trans>
        </li>
        <li>
          <Trans>
            Of users of organisations: name, job title, e-mail address, language, and what they want
            to be told by e-mail.
          </Trans>
        </li>
        <li>
          <Trans>
            Of what is done: who looked at, shared, withdrew or downloaded what, and when. Nobody
            can change or remove these records within the service.
          </Trans>
        </li>
        <li>
          <Trans>
            Of passwords, only a form from which they cannot be read back. Wrong tries are counted
            by account and network, as a code.
          </Trans>
        </li>
      </ul>
    </Part>
  );
}

function WhoSeesIt() {
  return (
    <Part title={<Trans>Who sees it</Trans>}>
      <ul>
        <li>
          <Trans>
            Candidates see their own results, with whom each is shared, and when it was first opened
            there.
          </Trans>
        </li>
        <li>
          <Trans>
            An organisation sees a result while its candidate shares it, and nothing else of other
            candidates or organisations.
          </Trans>
        </li>
        <li>
          <Trans>
            E-mails about a share name the candidate’s first name and the exam, and no more.
          </Trans>
        </li>
        <li>
          <Trans>
            Nothing is sold, and nothing is given to advertisers. Files that an organisation
            downloads are its own responsibility.
          </Trans>
        </li>
      </ul>
    </Part>
  );
}

function InYourBrowser() {
  return (
    <Part title={<Trans>In your browser</Trans>}>
      <p>
        <Trans>
          One cookie keeps you signed in: for 30 minutes after your last request, and 12 hours at
          most. The browser also remembers the language and the colours that you chose. There are no
          other cookies, no measuring of visits, and nothing is loaded from other hosts.
        </Trans>
      </p>
    </Part>
  );
}
