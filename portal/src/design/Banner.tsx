/** A message in the page: what happened, and what can be done about it. */
import type { AriaRole, ReactNode } from "react";
import classes from "./Banner.module.css";
import { classNames } from "./classNames";
import { Icon, type IconName } from "./Icon";
import tones from "./Tones.module.css";

export type MessageKind = "info" | "success" | "warning" | "danger" | "neutral";

const ICONS: Record<MessageKind, IconName> = {
  info: "info",
  success: "check",
  warning: "warning",
  danger: "warning",
  neutral: "info",
};

interface BannerProps {
  kind: MessageKind;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** "status" or "alert" when it appears by itself; none when the page opens with it. */
  role?: AriaRole;
}

export function Banner({ kind, title, children, actions, role }: BannerProps) {
  return (
    <div role={role} className={classNames(classes.banner, tones[kind])}>
      <Icon name={ICONS[kind]} />
      <div className={classes.body}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div className={classes.text}>{children}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
