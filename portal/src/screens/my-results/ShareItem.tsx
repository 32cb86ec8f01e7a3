/** An organisation that has, or had, a result: where it is, since when, until when, and whether it looked. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { OwnShareFragment } from "@/api/generated/graphql";
import { Bidi } from "@/design/Bidi";
import { Button } from "@/design/Button";
import { Tag } from "@/design/Tag";
import { Time } from "@/design/Time";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import { useCountry } from "@/text/country";
import styles from "./MyResults.module.css";

interface ActiveShareProps {
  share: OwnShareFragment;
  onWithdraw: () => void;
}

export function ActiveShare({ share, onWithdraw }: ActiveShareProps) {
  return (
    <Item
      share={share}
      tag={
        <Tag kind="success">
          <Trans>Active</Trans>
        </Tag>
      }
      action={
        <Button size="small" onPress={onWithdraw}>
          <Trans>Withdraw</Trans>
          <VisuallyHidden>: {share.organisation.name}</VisuallyHidden>
        </Button>
      }
    />
  );
}

export function EndedShare({ share }: { share: OwnShareFragment }) {
  const isExpired = share.state === "EXPIRED";
  const tag = isExpired ? <Trans>Expired</Trans> : <Trans>Withdrawn</Trans>;
  return <Item share={share} tag={<Tag kind="neutral">{tag}</Tag>} />;
}

interface ItemProps {
  share: OwnShareFragment;
  tag: ReactNode;
  action?: ReactNode;
}

function Item({ share, tag, action }: ItemProps) {
  const { place } = useCountry();
  const { organisation } = share;
  return (
    <li id={share.id} tabIndex={-1} className={styles.share}>
      <div className={styles.holder}>
        <p className={styles.organisation}>
          <strong>
            <Bidi>{organisation.name}</Bidi>
          </strong>{" "}
          {tag}
        </p>
        <p className={styles.quiet}>
          <Bidi>{place(organisation)}</Bidi>
        </p>
        <Dates share={share} />
      </div>
      {action}
    </li>
  );
}

function Dates({ share: { sharedAt, expiresAt, openedAt, state } }: { share: OwnShareFragment }) {
  return (
    <ul className={styles.dates}>
      <li>
        <Trans>
          Shared on <Time at={sharedAt} kind="date" />
        </Trans>
      </li>
      {expiresAt ? (
        <li>
          <Trans>
            Until <Time at={expiresAt} kind="date" />
          </Trans>
        </li>
      ) : (
        state === "ACTIVE" && (
          <li>
            <Trans>No end date</Trans>
          </li>
        )
      )}
      <li>
        {openedAt ? (
          <Trans>
            First opened on <Time at={openedAt} kind="date" />
          </Trans>
        ) : (
          <NotOpened isActive={state === "ACTIVE"} />
        )}
      </li>
    </ul>
  );
}

function NotOpened({ isActive }: { isActive: boolean }) {
  return isActive ? <Trans>Not opened yet</Trans> : <Trans>Never opened</Trans>;
}
