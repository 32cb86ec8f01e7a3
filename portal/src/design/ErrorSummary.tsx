/** What is wrong in a form, above it, with a link to each field; it takes the focus when it appears. */
import { Plural } from "@lingui/react/macro";
import { type MouseEvent, useEffect, useId, useRef } from "react";
import classes from "./ErrorSummary.module.css";
import { Icon } from "./Icon";

export interface FormError {
  /** The id of the field; without it the message is no link. */
  fieldId?: string;
  message: string;
}

interface ErrorSummaryProps {
  errors: readonly FormError[];
  /** `false` where it stands on the page from the start. */
  isFocused?: boolean;
}

export function ErrorSummary({ errors, isFocused = true }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const headingId = useId();
  const said = errors.map((error) => error.message).join("\n");
  useEffect(() => {
    if (said && isFocused) box.current?.focus();
  }, [said, isFocused]);

  if (errors.length === 0) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} aria-labelledby={headingId} className={classes.box}>
      <h2 id={headingId} className={classes.title}>
        <Icon name="warning" />
        <span>
          <Plural
            value={errors.length}
            one="There is a problem to mend"
            other="There are # problems to mend"
          />
        </span>
      </h2>
      <ul className={classes.list}>
        {errors.map((error) => (
          <li key={`${error.fieldId} ${error.message}`}>
            <Message error={error} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Message({ error }: { error: FormError }) {
  const { fieldId, message } = error;
  if (!fieldId) return message;

  function go(event: MouseEvent) {
    event.preventDefault();
    focusField(fieldId ?? "");
  }

  return (
    <a href={`#${fieldId}`} onClick={go}>
      {message}
    </a>
  );
}

const FOCUSABLE = "input, select, textarea, button, [tabindex]";

/** Focuses an input, or the first one of a group. */
function focusField(id: string): void {
  const field = document.getElementById(id);
  const target = field?.matches(FOCUSABLE) ? field : field?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
}
