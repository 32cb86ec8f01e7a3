/** Each request of a delivery and what came back; the answer's words are shown as text only. */
import { Trans } from "@lingui/react/macro";
import { Time } from "@/design/Time";
import { useFormat } from "@/text/format";
import type { Attempt } from "./endpoint";
import styles from "./Webhooks.module.css";
import { useFailureText } from "./words";

export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <ol className={styles.attempts}>
      {attempts.map((attempt) => (
        <AttemptItem key={attempt.number} attempt={attempt} />
      ))}
    </ol>
  );
}

function AttemptItem({ attempt }: { attempt: Attempt }) {
  const { number } = useFormat();
  const { startedAt, durationMs, excerpt } = attempt;
  return (
    <li value={attempt.number}>
      <p>
        <Time at={startedAt} /> · <Outcome attempt={attempt} />
        {durationMs !== null && (
          <>
            {" · "}
            <Trans>{number(durationMs)} ms</Trans>
          </>
        )}
      </p>
      {excerpt && (
        <pre className={styles.excerpt} dir="auto">
          {excerpt}
        </pre>
      )}
    </li>
  );
}

function Outcome({ attempt: { status, error, durationMs } }: { attempt: Attempt }) {
  const textOf = useFailureText();
  if (error === null && status === null) {
    return durationMs === null ? <Trans>No answer was noted</Trans> : <Trans>Answered</Trans>;
  }
  const answer = status === null ? null : <Trans>HTTP {status}</Trans>;
  if (error === null) return answer;
  return (
    <>
      {answer}
      {answer && " · "}
      {textOf(error)}
    </>
  );
}
