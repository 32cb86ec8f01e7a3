/** In a sentence: as whom the operations run, and what to do when as nobody. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "@/api/session";
import { paths } from "@/app/paths";
import { Button } from "@/design/Button";
import { useWords } from "@/text/words";
import styles from "./CallerStatus.module.css";
import type { Caller, Viewer } from "./caller";
import { useToken } from "./credentials";

interface CallerStatusProps {
  caller: Caller;
  onRetry: () => void;
}

export function CallerStatus({ caller, onRetry }: CallerStatusProps) {
  return (
    <p className={styles.status} role="status">
      <Sentence caller={caller} onRetry={onRetry} />
    </p>
  );
}

function Sentence({ caller, onRetry }: CallerStatusProps) {
  const token = useToken();
  const { status } = useSession();
  if (caller.state === "asking") return <Trans>One moment…</Trans>;
  if (caller.state === "unknown") {
    if (token !== null) return <Refused />;
    return caller.refusal ? <strong>{caller.refusal}</strong> : <Unreached onRetry={onRetry} />;
  }
  if (token === null && status === "ended") return <Ended />;
  if (caller.viewer.role === "VISITOR") return <Visitor />;
  return <Known viewer={caller.viewer} isByToken={token !== null} />;
}

function Visitor() {
  return (
    <Trans>
      You are not signed in: only what is public answers. <a href={paths.signIn}>Sign in</a>, or use
      a token.
    </Trans>
  );
}

function Ended() {
  return (
    <Trans>
      Your session has ended.{" "}
      <a href={paths.signIn} target="_blank" rel="noopener">
        Sign in again in a new tab
      </a>{" "}
      and go on here.
    </Trans>
  );
}

function Refused() {
  return (
    <strong>
      <Trans>This token is not accepted: it is wrong, has expired or was revoked.</Trans>
    </strong>
  );
}

function Unreached({ onRetry }: { onRetry: () => void }) {
  return (
    <>
      <Trans>The service does not answer.</Trans>{" "}
      <Button kind="quiet" size="small" onPress={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </>
  );
}

function Known({ viewer, isByToken }: { viewer: Viewer; isByToken: boolean }) {
  const { t } = useLingui();
  const { role: roleOf } = useWords();
  const { user, organisation } = viewer;
  const who = user ? `${user.firstName} ${user.familyName}` : t`an API key`;
  const where = organisation?.name ?? roleOf(viewer.role);
  return (
    <>
      {isByToken ? <Trans>By token as</Trans> : <Trans>Signed in as</Trans>}{" "}
      <bdi>
        <strong>{who}</strong>
      </bdi>
      , <bdi>{where}</bdi>
      {viewer.scopes.length > 0 && <> ({viewer.scopes.join(", ")})</>}.
    </>
  );
}
