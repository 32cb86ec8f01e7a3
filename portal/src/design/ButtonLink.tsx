/** A link that looks like a button: for the one next step that leads to another page. */
import type { ReactNode } from "react";
import { type ButtonKind, buttonClass } from "./Button";
import { Icon, type IconName } from "./Icon";
import { Link } from "./Link";

interface ButtonLinkProps {
  href: string;
  kind?: ButtonKind;
  icon?: IconName;
  size?: "small";
  /** The address gives a file; `true`, or the name of the file. */
  download?: boolean | string;
  reloads?: boolean;
  children: ReactNode;
}

export function ButtonLink({ kind, icon, size, children, download, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} download={download || undefined} className={buttonClass(kind, size)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </Link>
  );
}
