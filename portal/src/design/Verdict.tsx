/** The answer that people come for: genuine, not, or could not be checked; in words and a sign. */
import type { ReactNode } from "react";
import { classNames } from "./classNames";
import { Icon, type IconName } from "./Icon";
import classes from "./Verdict.module.css";

export type VerdictKind = "verified" | "not-verified" | "could-not-check";

const LOOKS: Record<VerdictKind, { icon: IconName; look: string | undefined }> = {
  verified: { icon: "check", look: classes.verified },
  "not-verified": { icon: "cross", look: classes.notVerified },
  "could-not-check": { icon: "question", look: classes.couldNotCheck },
};

interface VerdictProps {
  kind: VerdictKind;
  /** The answer in words, such as "Genuine as of now". */
  title: ReactNode;
  /** Since when, why, and what to do next. */
  children?: ReactNode;
}

export function Verdict({ kind, title, children }: VerdictProps) {
  const { icon, look } = LOOKS[kind];
  return (
    <section className={classNames(classes.verdict, look)}>
      <span className={classes.sign}>
        <Icon name={icon} />
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        {children && <div className={classes.text}>{children}</div>}
      </div>
    </section>
  );
}
