/** The last net: a bug on a screen, or a part of an old version that is gone from the server. */
import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode } from "react";
import { Button } from "@/design/Button";
import { PageHeader } from "@/design/PageHeader";

interface FaultsProps {
  children: ReactNode;
  /** Within the frame, whose landmark is around it. */
  isOnScreen?: boolean;
}

interface State {
  hasFailed: boolean;
}

export class Faults extends Component<FaultsProps, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    const { children, isOnScreen } = this.props;
    if (!this.state.hasFailed) return children;
    return isOnScreen ? (
      <Failed />
    ) : (
      <main>
        <Failed />
      </main>
    );
  }
}

function Failed() {
  return (
    <PageHeader
      title={<Trans>This page could not be shown</Trans>}
      lead={
        <Trans>
          The service may have been renewed while you had it open, or the connection broke. Nothing
          that was saved is lost.
        </Trans>
      }
      actions={
        <Button kind="primary" icon="refresh" onPress={() => window.location.reload()}>
          <Trans>Load it again</Trans>
        </Button>
      }
    />
  );
}
