/** One event on its way to an endpoint: what, how far, and each attempt. */
import { Plural, Trans } from "@lingui/react/macro";
import { Disclosure } from "@/design/Disclosure";
import { Tag } from "@/design/Tag";
import { Time } from "@/design/Time";
import { useFormat } from "@/text/format";
import { useWords } from "@/text/words";
import { AttemptList } from "./AttemptList";
import { DELIVERY_TONES, type Delivery } from "./endpoint";
import styles from "./Webhooks.module.css";

export function DeliveryItem({ delivery }: { delivery: Delivery }) {
  const { eventType, deliveryState } = useWords();
  const { number } = useFormat();
  const { event, state, sequence, attempts } = delivery;
  return (
    <li className={styles.delivery}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <span className={styles.detail}>
            <Trans>No. {number(sequence)}</Trans>
          </span>{" "}
          {eventType(event.type)}
        </h3>
        <Tag kind={DELIVERY_TONES[state]}>{deliveryState(state)}</Tag>
        <span className={styles.detail}>
          <Time at={event.occurredAt} />
        </span>
      </div>
      <Next delivery={delivery} />
      {attempts.length > 0 && (
        <Disclosure title={<Plural value={attempts.length} one="# attempt" other="# attempts" />}>
          <AttemptList attempts={attempts} />
        </Disclosure>
      )}
    </li>
  );
}

function Next({ delivery: { nextAttemptAt } }: { delivery: Delivery }) {
  if (nextAttemptAt === null) return null;
  return (
    <p className={styles.detail}>
      <Trans>
        Next attempt: <Time at={nextAttemptAt} /> at the earliest
      </Trans>
    </p>
  );
}
