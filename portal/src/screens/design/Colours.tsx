/** The pairs of colours that stand together, with the contrast that the browser measures. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { Panel } from "@/design/Panel";
import { BothSchemes } from "./BothSchemes";
import { contrast } from "./contrast";
import classes from "./Design.module.css";

/** A text on its ground. At least 4.5 : 1. */
const TEXTS = [
  ["ink", "paper"],
  ["muted", "paper"],
  ["muted", "sunken"],
  ["brand", "paper"],
  ["on-brand", "brand"],
  ["on-brand-soft", "brand-soft"],
  ["on-accent-soft", "accent-soft"],
  ["success-text", "success-surface"],
  ["warning-text", "warning-surface"],
  ["danger-text", "danger-surface"],
  ["info-text", "info-surface"],
  ["neutral-text", "neutral-surface"],
  ["on-solid", "success-solid"],
  ["on-solid", "danger-solid"],
] as const;

/** An edge or a ring on its ground. At least 3 : 1. */
const EDGES = [
  ["edge", "paper"],
  ["focus", "paper"],
  ["accent", "paper"],
  ["success-edge", "paper"],
  ["warning-edge", "paper"],
  ["danger-edge", "paper"],
  ["info-edge", "paper"],
] as const;

export function Colours() {
  const { t } = useLingui();
  return (
    <Panel title={t`Colours`}>
      <p className={classes.note}>
        <Trans>
          Each colour is named for its use. Text has a contrast of at least 4.5 : 1 with its ground,
          edges and rings have 3 : 1; a test computes all of them. No colour says anything alone.
        </Trans>
      </p>
      <BothSchemes>
        <div className={classes.pairs}>
          {TEXTS.map(([text, ground]) => (
            <TextPair key={`${text} ${ground}`} text={text} ground={ground} />
          ))}
          {EDGES.map(([edge, ground]) => (
            <EdgePair key={`${edge} ${ground}`} edge={edge} ground={ground} />
          ))}
        </div>
      </BothSchemes>
    </Panel>
  );
}

function TextPair({ text, ground }: { text: string; ground: string }) {
  const [place, ratio] = useContrast("color");
  const style = { color: `var(--${text})`, backgroundColor: `var(--${ground})` };
  return (
    <div ref={place} className={classes.pair} style={style}>
      <span>
        {text} / {ground}
      </span>
      <span>{ratio}</span>
    </div>
  );
}

function EdgePair({ edge, ground }: { edge: string; ground: string }) {
  const [place, ratio] = useContrast("borderTopColor");
  const style = { borderColor: `var(--${edge})`, backgroundColor: `var(--${ground})` };
  return (
    <div ref={place} className={classes.edge} style={style}>
      <span>
        {edge} / {ground}
      </span>
      <span>{ratio}</span>
    </div>
  );
}

/** Measures the element itself, so that the figure is what is seen. */
function useContrast(property: "color" | "borderTopColor") {
  const place = useRef<HTMLDivElement>(null);
  const [ratio, setRatio] = useState("");
  useEffect(() => {
    if (place.current === null) return;
    const style = getComputedStyle(place.current);
    setRatio(contrast(style[property], style.backgroundColor).toFixed(1));
  }, [property]);
  return [place, ratio] as const;
}
