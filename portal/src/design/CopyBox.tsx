/** An address or a code to take elsewhere: read-only, with a button that copies it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./Button";
import classes from "./CopyBox.module.css";
import fieldClasses from "./Field.module.css";
import { LiveRegion } from "./LiveRegion";

interface CopyBoxProps {
  label: ReactNode;
  value: string;
  /** The words of the button; "Copy link" unless given. */
  action?: ReactNode;
}

export function CopyBox({ label, value, action }: CopyBoxProps) {
  const { t } = useLingui();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === value;

  async function copy() {
    setCopied((await isWritten(value, input.current)) ? value : null);
  }

  return (
    <div className={classes.box}>
      <label className={fieldClasses.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.row}>
        <input
          ref={input}
          id={id}
          className={fieldClasses.input}
          value={value}
          readOnly
          dir="ltr"
          onFocus={(event) => event.target.select()}
        />
        <Button icon={isCopied ? "check" : "copy"} onPress={copy}>
          {isCopied ? <Trans>Copied</Trans> : (action ?? <Trans>Copy link</Trans>)}
        </Button>
      </div>
      <LiveRegion message={isCopied ? t`Copied` : ""} />
    </div>
  );
}

/** Whether the text is in the clipboard; without leave for that it is selected, ready to be copied. */
async function isWritten(value: string, input: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    input?.select();
    return document.execCommand("copy");
  }
}
