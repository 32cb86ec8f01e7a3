/** The mark and the logo, at the sizes in which they are used. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "@/design/Icon";
import { iconPaths } from "@/design/iconPaths";
import { Logo } from "@/design/identity/Logo";
import mark from "@/design/identity/mark.svg";
import { Panel } from "@/design/Panel";
import { BothSchemes } from "./BothSchemes";
import classes from "./Design.module.css";

const SIZES = [16, 24, 32, 64];

export function Marks() {
  const { t } = useLingui();
  return (
    <Panel title={t`Logo and icons`}>
      <p className={classes.note}>
        <Trans>
          Two lines of a result, and the check that completes them. The tile keeps its colours in
          both schemes; the words take the colour of the text around them.
        </Trans>
      </p>
      <BothSchemes>
        <div className={classes.row}>
          <Logo />
          <Logo isOnOneLine />
        </div>
        <div className={classes.row}>
          {SIZES.map((size) => (
            <img key={size} src={mark} alt="" width={size} height={size} />
          ))}
        </div>
      </BothSchemes>
      <ul className={classes.icons}>
        {(Object.keys(iconPaths) as IconName[]).map((name) => (
          <li key={name}>
            <Icon name={name} /> <code>{name}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
