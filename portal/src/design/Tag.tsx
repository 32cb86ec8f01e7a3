/** A word about a row: "New", "Withdrawn", "Pending". */
import type { ReactNode } from "react";
import type { MessageKind } from "./Banner";
import { classNames } from "./classNames";
import classes from "./Tag.module.css";
import tones from "./Tones.module.css";

interface TagProps {
  /** "new" is the accent; the others say how good or bad the news is. */
  kind: MessageKind | "new";
  children: ReactNode;
}

export function Tag({ kind, children }: TagProps) {
  return <span className={classNames(classes.tag, tones[kind])}>{children}</span>;
}
