/** The page of GraphiQL: its header, who asks, and the editor, which comes when it is loaded. */
import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "@/design/Button";
import { Logo } from "@/design/identity/Logo";
import { Spinner } from "@/design/Spinner";
import { CallerStatus } from "./CallerStatus";
import { useCaller } from "./caller";
import { CallerContext } from "./caller-context";
import { LanguageChoice } from "./LanguageChoice";
import styles from "./Page.module.css";
import { TokenDialog } from "./TokenDialog";

const Editor = lazy(() => import("./Editor"));

export function Page() {
  const { t } = useLingui();
  const [caller, lookAgain] = useCaller();
  const [isPasting, setPasting] = useState(false);
  useEffect(() => {
    document.title = t`GraphiQL – Results Verification Service`;
  }, [t]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <a className={styles.home} href="/" title={t`Back to the portal`}>
          <Logo isOnOneLine />
        </a>
        <h1 className={styles.title}>GraphiQL</h1>
        <CallerStatus caller={caller} onRetry={lookAgain} />
        <div className={styles.tools}>
          <Button
            kind="quiet"
            size="small"
            icon="key"
            aria-haspopup="dialog"
            onPress={() => setPasting(true)}
          >
            <Trans>Token</Trans>
          </Button>
          <LanguageChoice />
        </div>
      </header>
      <TokenDialog isOpen={isPasting} onClose={() => setPasting(false)} />
      <main className={styles.main}>
        <CallerContext value={caller}>
          <Suspense fallback={<Loading />}>
            <Editor />
          </Suspense>
        </CallerContext>
      </main>
    </div>
  );
}

function Loading() {
  return (
    <p className={styles.loading} role="status">
      <Spinner /> <Trans>The editor is loading…</Trans>
    </p>
  );
}
