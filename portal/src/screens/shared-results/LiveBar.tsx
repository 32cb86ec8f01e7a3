/** Tells of results that came while the page is open; the list moves only when it is pressed. */

import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { Icon } from "@/design/Icon";
import { LiveRegion } from "@/design/LiveRegion";
import styles from "./LiveBar.module.css";
import type { Unseen } from "./useUnseen";

export function LiveBar({ unseen, onShow }: { unseen: Unseen; onShow: () => void }) {
  const { t } = useLingui();
  const { count, isPaused } = unseen;
  const news = t`${plural(count, {
    one: "# new result has been shared with you",
    other: "# new results have been shared with you",
  })}`;
  return (
    <section className={styles.bar} aria-label={t`New results`} data-print="no">
      {count > 0 ? (
        <Button kind="primary" size="small" icon="refresh" onPress={onShow}>
          <Plural value={count} one="# new – show" other="# new – show" />
        </Button>
      ) : (
        <Waiting isPaused={isPaused} />
      )}
      {isPaused && count > 0 && (
        <span className={styles.text}>
          <Trans>Paused: this number does not change</Trans>
        </span>
      )}
      <Button
        kind="quiet"
        size="small"
        icon={isPaused ? "play" : "pause"}
        onPress={() => unseen.setPaused(!isPaused)}
      >
        {isPaused ? <Trans>Go on</Trans> : <Trans>Pause</Trans>}
      </Button>
      <div className={styles.said}>
        <LiveRegion message={isPaused || count === 0 ? "" : news} />
      </div>
    </section>
  );
}

function Waiting({ isPaused }: { isPaused: boolean }) {
  return (
    <span className={styles.text}>
      <Icon name={isPaused ? "pause" : "bell"} />
      {isPaused ? (
        <Trans>Paused: new results are not announced</Trans>
      ) : (
        <Trans>Waiting for new results</Trans>
      )}
    </span>
  );
}
