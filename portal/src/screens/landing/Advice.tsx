/** A page of advice: a head, and parts under headings, in lines of a readable length. */
import { type ReactNode, useId } from "react";
import { PageHeader } from "@/design/PageHeader";
import styles from "./Advice.module.css";

interface AdviceProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

export function Advice({ title, lead, children }: AdviceProps) {
  return (
    <>
      <PageHeader title={title} lead={lead} />
      <div className={styles.page}>{children}</div>
    </>
  );
}

export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
