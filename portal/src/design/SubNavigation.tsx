/** The pages of one area, side by side; the current one is marked. */
import { useLocation } from "wouter";
import { Link } from "./Link";
import classes from "./SubNavigation.module.css";

interface SubNavigationProps {
  /** Names the navigation for screen readers. */
  label: string;
  /** An item is current when its address is; `isCurrent` overrules that for pages below it. */
  items: readonly { href: string; label: string; isCurrent?: boolean }[];
}

export function SubNavigation({ label, items }: SubNavigationProps) {
  const [path] = useLocation();
  return (
    <nav className={classes.navigation} aria-label={label}>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              className={classes.item}
              aria-current={(item.isCurrent ?? item.href === path) ? "page" : undefined}
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
