/** The screens of each kind of viewer, in the order of their navigation. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { isFor } from "@/app/audience";
import { paths } from "@/app/paths";
import { useViewer } from "@/app/viewer";
import { Link } from "@/design/Link";
import { Part } from "./Prose";

export function InstitutionScreens() {
  const { t } = useLingui();
  const { role } = useViewer();
  return (
    <Part title={<Trans>The screens</Trans>}>
      <dl>
        <Screen href={paths.sharedResults} name={t`Shared Results`}>
          <Trans>
            Every result that candidates have shared with your organisation, newest first. What you
            have not opened yet is bold. Search, sort, select some or all, and download them as a
            table or as statements. Open a result to see whether it is verified, its scores on the
            scale, and its statement.
          </Trans>
        </Screen>
        <Screen href={paths.candidateSearch} name={t`Candidate Search`}>
          <Trans>What you can do today with a paper statement.</Trans>
        </Screen>
        <Screen href={paths.downloads} name={t`Downloads`}>
          <Trans>
            The files that your organisation has made, with their progress. A file can be fetched
            for seven days, unless access to something in it has ended.
          </Trans>
        </Screen>
        <Screen href={paths.organisation} name={t`Your Organisation`}>
          <Trans>Its details, its users, the API, and the exams that the service verifies.</Trans>
        </Screen>
        {isFor("primary", role) && (
          <Screen href={paths.webhooks} name={t`Webhooks`}>
            <Trans>
              Addresses of your programs that are told of new shares, and the log of what was sent.
            </Trans>
          </Screen>
        )}
        <Screen href={paths.notifications} name={t`Email Notifications`}>
          <Trans>Whether you are told by e-mail when a candidate shares a result.</Trans>
        </Screen>
        <Profile />
      </dl>
    </Part>
  );
}

export function CandidateScreens() {
  const { t } = useLingui();
  return (
    <Part title={<Trans>The screens</Trans>}>
      <dl>
        <Screen href={paths.myResults} name={t`My Results`}>
          <Trans>
            Your results, with whom each is shared, and whether it was opened there. To share one,
            choose it, find the organisation by its name, and say for how long. To end a share,
            withdraw it: the organisation loses access at once. Files that were downloaded before
            cannot be called back.
          </Trans>
        </Screen>
        <Profile />
      </dl>
    </Part>
  );
}

export function StaffScreens() {
  return (
    <Part title={<Trans>The screens</Trans>}>
      <p>
        <Trans>
          The screens for the awarding body’s own work come with a later version of the portal.
        </Trans>
      </p>
      <dl>
        <Profile />
      </dl>
    </Part>
  );
}

export function VisitorScreens() {
  const { t } = useLingui();
  return (
    <Part title={<Trans>Where to begin</Trans>}>
      <dl>
        <Screen href={paths.signIn} name={t`Sign in`}>
          <Trans>For members of institutions and for candidates who have an account.</Trans>
        </Screen>
        <Screen href={paths.register} name={t`Register your organisation`}>
          <Trans>How an institution gets an account, and how long it takes.</Trans>
        </Screen>
        <Screen href={paths.checkDocument} name={t`I have a document to check`}>
          <Trans>What you can do with a paper or a PDF that has reached you.</Trans>
        </Screen>
      </dl>
    </Part>
  );
}

function Profile() {
  const { t } = useLingui();
  return (
    <Screen href={paths.profile} name={t`Your Profile`}>
      <Trans>Your account, the language, and light or dark colours.</Trans>
    </Screen>
  );
}

function Screen({ href, name, children }: { href: string; name: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <Link href={href}>{name}</Link>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
