/** Header, navigation, the screen, and the foot; and what may come before them all. */
import { Trans } from "@lingui/react/macro";
import { type ReactNode, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useSession } from "@/api/session";
import { Skeleton } from "@/design/Skeleton";
import { isFor } from "./audience";
import { ConnectionBar } from "./ConnectionBar";
import { DemoBar } from "./DemoBar";
import { Faults } from "./Faults";
import { Foot } from "./Foot";
import styles from "./Frame.module.css";
import { Header } from "./Header";
import { LiveShares } from "./live-shares";
import { NotForYou, NotFound } from "./missing";
import { OutdatedBar } from "./OutdatedBar";
import { SessionDialogs } from "./SessionDialogs";
import { SignInPanel } from "./SignInPanel";
import { type Screen, screens } from "./screens";
import { Trouble } from "./Trouble";
import { useHeadingFocus } from "./useHeadingFocus";
import { FrameData, useFrame, useViewer } from "./viewer";

export function Frame() {
  const { data, trouble, reload } = useFrame();
  useHeadingFocus();
  if (data === undefined) {
    return (
      <main className={styles.main}>
        {trouble ? <Trouble of={trouble} onRetry={reload} /> : <Skeleton lines={6} />}
      </main>
    );
  }
  return (
    <FrameData value={data}>
      <LiveShares>
        <Veil>
          <a className={styles.skip} href="#main">
            <Trans>Skip to the content</Trans>
          </a>
          <DemoBar />
          <Header />
          <ConnectionBar />
          <OutdatedBar />
          <main id="main" className={styles.main} tabIndex={-1}>
            <Screens />
          </main>
          <Foot />
        </Veil>
        <SessionDialogs />
      </LiveShares>
    </FrameData>
  );
}

/** After the session has ended nothing is seen, and nothing that was typed is lost. */
function Veil({ children }: { children: ReactNode }) {
  const { status } = useSession();
  return (
    <div className={styles.page} data-veiled={status === "ended"}>
      {children}
    </div>
  );
}

function Screens() {
  const [path] = useLocation();
  return (
    // Another address is another try.
    <Faults key={path} isOnScreen>
      <Suspense fallback={<Skeleton lines={8} />}>
        <Switch>
          {screens.map((screen) => (
            <Route key={screen.path} path={screen.path}>
              {({ id }: { id?: string }) => <Shown screen={screen} id={id ?? ""} />}
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Faults>
  );
}

/** The screen, the sign-in in its place, or why it is not for this viewer. */
function Shown({ screen, id }: { screen: Screen; id: string }) {
  const { role } = useViewer();
  if (isFor(screen.audience, role)) return <screen.Component id={id} key={id} />;
  return role === "VISITOR" ? <SignInPanel returnTo={null} /> : <NotForYou />;
}
