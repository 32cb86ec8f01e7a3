/** Warns before a session ends; afterwards asks to sign in again over the page, which stays. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { client } from "@/api/client";
import { nodeOf } from "@/api/documents";
import { FrameDocument } from "@/api/generated/graphql";
import { hasEnded, noteSignOut, signedInAgain, useSession } from "@/api/session";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { SignInForm } from "./SignInPanel";
import { useSignOut } from "./useSignOut";
import { useViewer } from "./viewer";

const WARNING_MS = 120_000;

export function SessionDialogs() {
  const { status, idleEndsAt, endsAt, isSignOutUnanswered } = useSession();
  const left = useTimeLeft(Math.min(idleEndsAt ?? Infinity, endsAt ?? Infinity));
  const canStay = (idleEndsAt ?? 0) < (endsAt ?? 0);
  useEffect(() => {
    if (left <= 0) hasEnded();
  }, [left]);
  if (status === "ended") return <Ended />;
  if (isSignOutUnanswered) return <StillSignedIn />;
  return (
    <Warning isOpen={left <= WARNING_MS} secondsLeft={Math.round(left / 1000)} canStay={canStay} />
  );
}

function Warning(props: { isOpen: boolean; secondsLeft: number; canStay: boolean }) {
  const { t } = useLingui();
  const signOut = useSignOut();
  const { secondsLeft } = props;
  const minutes = Math.max(1, Math.ceil(secondsLeft / 60));
  return (
    <Dialog
      title={t`You will be signed out soon`}
      isOpen={props.isOpen}
      role="alertdialog"
      actions={
        <>
          {props.canStay && (
            <Button kind="primary" onPress={staySignedIn}>
              <Trans>Stay signed in</Trans>
            </Button>
          )}
          <Button kind="secondary" onPress={signOut}>
            <Trans>Sign out</Trans>
          </Button>
        </>
      }
    >
      <p>
        {props.canStay ? (
          <Trans>
            For your security you are signed out in about {minutes} min without activity.
          </Trans>
        ) : (
          <Trans>A session lasts 12 hours at most. Yours ends in about {minutes} min.</Trans>
        )}
      </p>
    </Dialog>
  );
}

function StillSignedIn() {
  const { t } = useLingui();
  const signOut = useSignOut();
  return (
    <Dialog
      title={t`You are still signed in`}
      isOpen
      role="alertdialog"
      onClose={() => noteSignOut(false)}
      actions={
        <Button kind="primary" onPress={signOut}>
          <Trans>Sign out</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          The service did not answer when you signed out. Check your connection and sign out again
          before you leave this computer.
        </Trans>
      </p>
    </Dialog>
  );
}

function Ended() {
  const { t } = useLingui();
  const { user } = useViewer();
  return (
    <Dialog
      title={t`Your session has ended`}
      isOpen
      actions={
        <Button kind="quiet" onPress={() => window.location.replace("/")}>
          <Trans>Leave this page</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Sign in again to go on where you were. What you typed is still here.</Trans>
      </p>
      <SignInForm email={user?.email} onSignedIn={({ id }) => signedInAgain(id)} />
    </Dialog>
  );
}

/** Milliseconds until then, looked at every second while it is near. */
function useTimeLeft(endsAt: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return endsAt - Math.max(now, 0);
}

/** Any request counts as activity. */
async function staySignedIn(): Promise<void> {
  const { data } = await client
    .query<{ viewer: { role: string } }>(
      nodeOf(FrameDocument),
      {},
      { requestPolicy: "network-only" },
    )
    .toPromise();
  if (data?.viewer.role === "VISITOR") hasEnded();
}
