/** Said where content would be: what happened, Try again, and the number to quote. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Banner } from "./Banner";
import { Button } from "./Button";
import classes from "./ErrorState.module.css";

interface ErrorStateProps {
  title?: ReactNode;
  message: ReactNode;
  /** Finds the error in the server's log. */
  correlationId?: string;
  onRetry?: () => unknown;
}

export function ErrorState({ title, message, correlationId, onRetry }: ErrorStateProps) {
  return (
    <Banner
      kind="danger"
      role="alert"
      title={title ?? <Trans>This could not be loaded</Trans>}
      actions={
        onRetry && (
          <Button icon="refresh" onPress={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        )
      }
    >
      <p>{message}</p>
      {correlationId && (
        <p className={classes.number}>
          <Trans>
            If you write to us, quote this number: <code>{correlationId}</code>
          </Trans>
        </p>
      )}
    </Banner>
  );
}
