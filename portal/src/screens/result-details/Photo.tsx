/** The photo of the test day, or in words why there is none. */
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button } from "@/design/Button";
import { Icon } from "@/design/Icon";
import styles from "./Photo.module.css";
import type { Shown } from "./shown";

export function Photo({ share }: { share: Shown }) {
  const { photoUrl, result, standing } = share;
  if (photoUrl !== null) return <Picture address={photoUrl} />;
  if (!result?.exam.hasPhoto) {
    return (
      <Place>
        <Trans>No photo for this exam</Trans>
      </Place>
    );
  }
  return (
    <Place>
      {standing.state === "VERIFIED" ? (
        <Trans>The candidate left the photo out</Trans>
      ) : (
        <Trans>The photo is shown only while the result is verified</Trans>
      )}
    </Place>
  );
}

function Picture({ address }: { address: string }) {
  const { t } = useLingui();
  const [tries, setTries] = useState(0);
  const [hasFailed, setFailed] = useState(false);

  function retry() {
    setFailed(false);
    setTries(tries + 1);
  }

  if (hasFailed) {
    return (
      <Place>
        <p>
          <Trans>The photo could not be loaded.</Trans>
        </p>
        <Button size="small" icon="refresh" onPress={retry}>
          <Trans>Try again</Trans>
        </Button>
      </Place>
    );
  }
  return (
    <figure className={styles.photo}>
      <img
        key={tries}
        className={styles.picture}
        src={address}
        alt={t`The candidate on the test day`}
        onError={() => setFailed(true)}
      />
      <figcaption className={styles.caption}>
        <Trans>Photo taken on the test day</Trans>
      </figcaption>
    </figure>
  );
}

/** As large as a photo, so that its absence is as plain as its presence. */
function Place({ children }: { children: ReactNode }) {
  return (
    <div className={styles.none}>
      <Icon name="person" />
      <div className={styles.words}>{children}</div>
    </div>
  );
}
