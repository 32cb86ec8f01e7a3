/** The sign-in page; who is signed in already is told so, and may sign out. */
import { Trans, useLingui } from "@lingui/react/macro";
import { homeOf } from "@/app/audience";
import { SignInPanel } from "@/app/SignInPanel";
import { useSignOut } from "@/app/useSignOut";
import { useTitle } from "@/app/useTitle";
import { useViewer } from "@/app/viewer";
import { Button } from "@/design/Button";
import { ButtonLink } from "@/design/ButtonLink";
import { PageHeader } from "@/design/PageHeader";
import styles from "./SignInScreen.module.css";

export default function SignInScreen() {
  const { user } = useViewer();
  return user ? <SignedIn /> : <SignInPanel returnTo="home" />;
}

function SignedIn() {
  const { t } = useLingui();
  const { role, user } = useViewer();
  const signOut = useSignOut();
  const email = <bdi>{user?.email}</bdi>;
  useTitle(t`You are signed in`);
  return (
    <>
      <PageHeader
        title={t`You are signed in`}
        lead={<Trans>As {email}. To use another account, sign out first.</Trans>}
      />
      <div className={styles.actions}>
        <ButtonLink kind="primary" href={homeOf(role)}>
          <Trans>Go to your start page</Trans>
        </ButtonLink>
        <Button onPress={signOut}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </>
  );
}
