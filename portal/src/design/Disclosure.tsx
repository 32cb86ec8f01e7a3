/** Details that most people can do without, behind their title. */
import type { ReactNode } from "react";
import classes from "./Disclosure.module.css";
import { Icon } from "./Icon";

interface DisclosureProps {
  title: ReactNode;
  children: ReactNode;
  isOpenAtFirst?: boolean;
}

export function Disclosure({ title, children, isOpenAtFirst = false }: DisclosureProps) {
  return (
    <details className={classes.disclosure} open={isOpenAtFirst}>
      <summary className={classes.title}>
        <Icon name="chevron-right" />
        {title}
      </summary>
      <div className={classes.content}>{children}</div>
    </details>
  );
}
