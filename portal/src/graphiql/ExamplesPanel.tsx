/** The panel beside the editor: operations to open and run. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { LiveRegion } from "@/design/LiveRegion";
import { usePending } from "@/design/usePending";
import { currentLanguage } from "@/text/language";
import { useKnownRole } from "./caller-context";
import styles from "./ExamplesPanel.module.css";
import { type Example, GROUPS, type Group } from "./examples";
import { useHeld } from "./useHeld";
import { useOpen } from "./useOpen";

export function ExamplesPanel() {
  const { t } = useLingui();
  const [news, setNews] = useState({ text: "", isRefusal: false });
  const { isReady, open } = useOpen();
  const [isOpening, start] = usePending();
  useHeld(!isReady || isOpening);
  const choose = async (example: Example) => {
    const isOpen = await open(example);
    const opened = t`${example.name} is open. Run it by the button, or by Ctrl and Enter.`;
    const refused = t`You have nothing yet for ${example.name} to work on. Try it as somebody who has, or run the examples above it first.`;
    setNews({ text: isOpen ? opened : refused, isRefusal: !isOpen });
  };
  return (
    <section className={styles.panel} lang={currentLanguage()} aria-label={t`Examples`}>
      <h2 className={styles.title}>
        <Trans>Examples</Trans>
      </h2>
      <p className={styles.lead}>
        <Trans>
          Open one and run it. It runs for real and with your rights: mutations change data. Queries
          are kept until you leave this page, and no longer.
        </Trans>
      </p>
      {news.isRefusal && <p className={styles.refusal}>{news.text}</p>}
      {GROUPS.map((group) => (
        <Operations
          key={group.title.id}
          group={group}
          isReady={isReady}
          onChoose={(example) => start(() => choose(example))}
        />
      ))}
      <LiveRegion message={news.text} />
    </section>
  );
}

interface OperationsProps {
  group: Group;
  /** The editor is there, and can be given an example. */
  isReady: boolean;
  onChoose: (example: Example) => void;
}

function Operations({ group, isReady, onChoose }: OperationsProps) {
  const { i18n } = useLingui();
  const role = useKnownRole();
  const isOpenTo = group.roles.length === 0 || role === undefined || group.roles.includes(role);
  return (
    <>
      <h3 className={styles.group}>
        {i18n._(group.title)}
        {!isOpenTo && (
          <span className={styles.other}>
            {" "}
            <Trans>– sign in with such an account to run them</Trans>
          </span>
        )}
      </h3>
      <ul className={styles.list}>
        {group.examples.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              className={styles.example}
              disabled={!isReady}
              onClick={() => onChoose(example)}
            >
              <code className={styles.name}>{example.name}</code>
              <span className={styles.says}>{i18n._(example.says)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
