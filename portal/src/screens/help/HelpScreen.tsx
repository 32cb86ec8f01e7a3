/** What each screen does, for those who can open it; the API in short; whom to write to. */
import { Trans, useLingui } from "@lingui/react/macro";
import { isFor } from "@/app/audience";
import { useViewer } from "@/app/viewer";
import { WriteToSupport } from "@/app/WriteToSupport";
import { ApiGuide } from "./ApiGuide";
import { CandidateScreens, InstitutionScreens, StaffScreens, VisitorScreens } from "./guides";
import { Part, Prose } from "./Prose";

export default function HelpScreen() {
  const { t } = useLingui();
  const { role } = useViewer();
  return (
    <Prose title={t`Help`} lead={<Trans>What you can do here, and where.</Trans>}>
      <Guide />
      {role !== "CANDIDATE" && <ApiGuide />}
      <Part title={<Trans>Ask us</Trans>}>
        <p>
          <WriteToSupport subject={t`Help`} />
        </p>
        <p>
          <Trans>
            If a message shows a reference, quote it: with it we find what happened. Send no
            passwords and no copies of documents.
          </Trans>
        </p>
      </Part>
    </Prose>
  );
}

function Guide() {
  const { role } = useViewer();
  if (isFor("institution", role)) return <InstitutionScreens />;
  if (role === "CANDIDATE") return <CandidateScreens />;
  return role === "VISITOR" ? <VisitorScreens /> : <StaffScreens />;
}
