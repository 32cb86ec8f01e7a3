/** Through a list without page numbers: a step to what is newer, and one to what is older. */
import { Button } from "./Button";
import classes from "./NewerOlder.module.css";

interface NewerOlderProps {
  /** Names the navigation for screen readers. */
  label: string;
  newer: string;
  older: string;
  /** Undefined where there is none. */
  onNewer: (() => void) | undefined;
  onOlder: (() => void) | undefined;
}

export function NewerOlder({ label, newer, older, onNewer, onOlder }: NewerOlderProps) {
  if (!onNewer && !onOlder) return null;
  return (
    <nav className={classes.steps} aria-label={label}>
      <Button icon="chevron-left" isDisabled={!onNewer} onPress={() => goTo(onNewer)}>
        {newer}
      </Button>
      <Button icon="chevron-right" isDisabled={!onOlder} onPress={() => goTo(onOlder)}>
        {older}
      </Button>
    </nav>
  );
}

/** The other page begins at the top, for the eyes and for the keyboard. */
function goTo(go: (() => void) | undefined): void {
  go?.();
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}
