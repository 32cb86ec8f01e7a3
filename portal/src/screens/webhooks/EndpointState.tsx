/** Whether events are sent to an endpoint, and if not, why. */
import { Trans } from "@lingui/react/macro";
import { Tag } from "@/design/Tag";
import { useWords } from "@/text/words";
import { ENDPOINT_TONES, type Endpoint } from "./endpoint";
import styles from "./Webhooks.module.css";
import { useFailureText } from "./words";

export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const { endpointState } = useWords();
  return (
    <>
      <Tag kind={ENDPOINT_TONES[endpoint.state]}>{endpointState(endpoint.state)}</Tag>
      <Why endpoint={endpoint} />
    </>
  );
}

function Why({ endpoint: { state, failure } }: { endpoint: Endpoint }) {
  const textOf = useFailureText();
  if (state === "ACTIVE") return null;
  if (failure !== null) return <p className={styles.detail}>{textOf(failure)}</p>;
  if (state !== "PENDING") return null;
  return (
    <p className={styles.detail}>
      <Trans>It becomes active when it answers its test event with 2xx.</Trans>
    </p>
  );
}
