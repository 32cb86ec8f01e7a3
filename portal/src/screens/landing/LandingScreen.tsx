/** The first page: what the service is, and the way on for each who comes to it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { homeOf } from "@/app/audience";
import { useTitle } from "@/app/useTitle";
import { useViewer } from "@/app/viewer";
import { ButtonLink } from "@/design/ButtonLink";
import { CheckedSheet } from "./CheckedSheet";
import { HowItWorks } from "./HowItWorks";
import styles from "./LandingScreen.module.css";
import { Trust } from "./Trust";
import { WaysOn } from "./WaysOn";

export default function LandingScreen() {
  const { t } = useLingui();
  const isSignedIn = Boolean(useViewer().user);
  useTitle(t`Is this result genuine?`);
  return (
    <div className={styles.page}>
      <div className={styles.opening}>
        <div className={styles.words}>
          <h1 tabIndex={-1} className={styles.title}>
            <Trans>Is this result genuine?</Trans>
          </h1>
          <p className={styles.lead}>
            <Trans>
              Check in seconds that a language-exam result is what it claims to be. The candidate
              shares it with you; you see it as the awarding body’s record has it now.
            </Trans>
          </p>
          <p className={styles.free}>
            <Trans>Free for institutions and for candidates. All it needs is a browser.</Trans>
          </p>
          {isSignedIn && <GoOn />}
        </div>
        <CheckedSheet />
      </div>
      {!isSignedIn && <WaysOn />}
      <HowItWorks />
      <Trust />
    </div>
  );
}

/** Those who are signed in want to go on with their work. */
function GoOn() {
  const { role, user } = useViewer();
  const name = <bdi>{user?.firstName}</bdi>;
  return (
    <p className={styles.actions}>
      <ButtonLink kind="primary" href={homeOf(role)}>
        <Trans>Go to your start page</Trans>
      </ButtonLink>
      <span className={styles.who}>
        <Trans>Signed in as {name}</Trans>
      </span>
    </p>
  );
}
