/** A page of text: a head, and numbered or plain parts in lines of a readable length. */
import { type ReactNode, useId } from "react";
import { useTitle } from "@/app/useTitle";
import { PageHeader } from "@/design/PageHeader";
import styles from "./Prose.module.css";

interface ProseProps {
  title: string;
  lead: ReactNode;
  /** Version and date, for texts that bind. */
  version?: ReactNode;
  children: ReactNode;
}

export function Prose({ title, lead, version, children }: ProseProps) {
  useTitle(title);
  return (
    <>
      <PageHeader title={title} lead={lead} />
      {version && <p className={styles.version}>{version}</p>}
      <div className={styles.prose}>{children}</div>
    </>
  );
}

export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.part}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
