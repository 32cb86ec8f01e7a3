/** A button that opens a short list of acts, pages or choices. */
import { type ReactNode, useId } from "react";
import { type ButtonKind, buttonClass } from "./Button";
import { classNames } from "./classNames";
import { Icon, type IconName } from "./Icon";
import { Link } from "./Link";
import classes from "./Menu.module.css";
import raised from "./Raised.module.css";
import { useMenu } from "./useMenu";

interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  /** Where the item leads, if it leads somewhere. */
  href?: string;
  onAction?: () => unknown;
  /** Given, even as `false`, the item is one of several choices. */
  isSelected?: boolean;
  /** Neighbours with the same section stand together under this heading. */
  section?: string;
}

interface MenuProps {
  label: string;
  /** What is seen where that is shorter than what is read: a part of `label`; "" for the icon alone. */
  shortLabel?: string;
  icon?: IconName;
  items: readonly MenuItem[];
  kind?: ButtonKind;
  size?: "small";
}

export function Menu(props: MenuProps) {
  const { label, shortLabel = label, icon, items, kind = "quiet", size } = props;
  const { trigger, list } = useMenu();
  return (
    <>
      <button
        {...trigger}
        type="button"
        className={buttonClass(kind, size)}
        aria-label={shortLabel === label ? undefined : label}
        title={shortLabel === "" ? label : undefined}
      >
        {icon && <Icon name={icon} />}
        {shortLabel && <span className={classes.label}>{shortLabel}</span>}
        <Icon name="chevron-down" />
      </button>
      <div
        {...list}
        role="menu"
        aria-label={label}
        className={classNames(raised.popover, classes.menu)}
      >
        {inSections(items).map((section) => (
          <Section key={section[0]?.id} items={section} />
        ))}
      </div>
    </>
  );
}

function inSections(items: readonly MenuItem[]): MenuItem[][] {
  const sections: MenuItem[][] = [];
  for (const item of items) {
    const last = sections.at(-1);
    if (last && last[0]?.section === item.section) last.push(item);
    else sections.push([item]);
  }
  return sections;
}

function Section({ items }: { items: readonly MenuItem[] }) {
  const titleId = useId();
  const title = items[0]?.section;
  const content = items.map((item) => <Item key={item.id} item={item} />);
  if (!title) return <div className={classes.section}>{content}</div>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu
    <div role="group" aria-labelledby={titleId} className={classes.section}>
      <div id={titleId} className={classes.title}>
        {title}
      </div>
      {content}
    </div>
  );
}

function Item({ item }: { item: MenuItem }) {
  const isChoice = item.isSelected !== undefined;
  const shared = { className: classes.item, tabIndex: -1, "data-menu-item": true };
  const act = () => void item.onAction?.();
  if (item.href !== undefined) {
    return (
      <Link {...shared} role="menuitem" href={item.href} onClick={act}>
        <Words item={item} />
      </Link>
    );
  }
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it is set for `menuitemradio` alone
    <button
      {...shared}
      type="button"
      role={isChoice ? "menuitemradio" : "menuitem"}
      aria-checked={isChoice ? item.isSelected : undefined}
      onClick={act}
    >
      <Words item={item} />
    </button>
  );
}

function Words({ item }: { item: MenuItem }): ReactNode {
  return (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span className={classes.words}>{item.label}</span>
      {item.isSelected && <Icon name="check" />}
    </>
  );
}
