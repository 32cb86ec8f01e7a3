/** A part of a page under a rule and a heading. */
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  title?: ReactNode;
  /** The level of the heading; 2 unless the panel stands inside another. */
  level?: 2 | 3 | 4;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
}

export function Panel({ title, level = 2, actions, children, id }: PanelProps) {
  const headingId = useId();
  const Heading = `h${level}` as const;
  return (
    <section id={id} className={classes.panel} aria-labelledby={title ? headingId : undefined}>
      {(title || actions) && (
        <div className={classes.head}>
          {title && (
            <Heading id={headingId} className={classes[`level${level}`]}>
              {title}
            </Heading>
          )}
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
