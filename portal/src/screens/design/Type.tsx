/** The type scale, the letters that must not be mistaken, and the steps of distance. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Panel } from "@/design/Panel";
import classes from "./Design.module.css";

const SIZES = ["3xl", "2xl", "xl", "l", "m", "s", "xs"];
const STEPS = [1, 2, 3, 4, 5, 6, 7, 8];
const SCRIPTS = ["ŁUKASZ ÇELİK", "NGUYỄN THỊ HƯỜNG", "ΑΛΕΞΑΝΔΡΟΣ", "АЛЕКСАНДРА", "अनुष्का शर्मा"];

export function Type() {
  const { t } = useLingui();
  return (
    <Panel title={t`Type and distances`}>
      <p className={classes.note}>
        <Trans>
          Atkinson Hyperlegible Next for everything: it tells capital I from l and 1, and O from 0.
          Noto Sans for names in scripts that it lacks.
        </Trans>
      </p>
      <div className={classes.sizes}>
        {SIZES.map((size) => (
          <p key={size} style={{ fontSize: `var(--text-${size})` }}>
            <code>{size}</code> <Trans>Statement of Results</Trans> · Il1 O0 · 2026-11-23
          </p>
        ))}
      </div>
      <p className={classes.scripts}>{SCRIPTS.join(" · ")}</p>
      <div className={classes.steps}>
        {STEPS.map((step) => (
          <div key={step}>
            <span style={{ width: `var(--space-${step})`, height: `var(--space-${step})` }} />
            <code>{step}</code>
          </div>
        ))}
      </div>
    </Panel>
  );
}
