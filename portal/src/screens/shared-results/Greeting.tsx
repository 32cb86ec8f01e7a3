/** Greets, and says how many candidates are new since the last visit. */
import { Plural, Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { NewSharesQuery } from "@/api/generated/graphql";
import { useViewer } from "@/app/viewer";
import { Bidi } from "@/design/Bidi";
import { useFormat } from "@/text/format";
import styles from "./Greeting.module.css";

type NewShares = NewSharesQuery["newShareCount"];

/** `newShares`: undefined until it is known. */
export function Greeting({ newShares }: { newShares: NewShares | undefined }) {
  return (
    <>
      <strong className={styles.welcome}>
        <Welcome />
      </strong>
      <span className={styles.news}>{newShares && <News newShares={newShares} />}</span>
    </>
  );
}

function Welcome() {
  const { user } = useViewer();
  const [hour] = useState(() => new Date().getHours());
  const name = <Bidi>{user?.firstName ?? ""}</Bidi>;
  const isMorning = hour >= 5 && hour < 12;
  return isMorning ? <Trans>Good morning {name}</Trans> : <Trans>Hello {name}</Trans>;
}

function News({ newShares: { count, isCapped } }: { newShares: NewShares }) {
  const { number } = useFormat();
  const capped = number(count);
  if (isCapped) {
    return (
      <Trans>
        {capped}+ new candidates have shared their results with you since you last logged in
      </Trans>
    );
  }
  return (
    <Plural
      value={count}
      _0="No new candidates have shared their results with you since you last logged in"
      one="# new candidate has shared their results with you since you last logged in"
      other="# new candidates have shared their results with you since you last logged in"
    />
  );
}
