/** The head of a page with its one h1, which takes the focus when the page changes. */
import type { ReactNode } from "react";
import { Icon } from "./Icon";
import { Link } from "./Link";
import classes from "./PageHeader.module.css";

interface PageHeaderProps {
  title: ReactNode;
  /** One sentence that says what to do here. */
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { href: string; label: ReactNode };
}

export function PageHeader({ title, lead, actions, back }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      {back && (
        <Link href={back.href} className={classes.back}>
          <Icon name="chevron-left" />
          {back.label}
        </Link>
      )}
      <div className={classes.row}>
        <div className={classes.words}>
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </header>
  );
}
