/** What the pages of Your Organisation share: title, lead and tabs. */
import type { ReactNode } from "react";
import { OrganisationTabs } from "@/app/OrganisationTabs";
import { useTitle } from "@/app/useTitle";
import { PageHeader } from "@/design/PageHeader";
import styles from "./Organisation.module.css";

interface OrganisationPageProps {
  title: string;
  /** One sentence that says what to do here. */
  lead: ReactNode;
  children: ReactNode;
}

export function OrganisationPage({ title, lead, children }: OrganisationPageProps) {
  useTitle(title);
  return (
    <>
      <OrganisationTabs />
      <PageHeader title={title} lead={lead} />
      <div className={styles.page}>{children}</div>
    </>
  );
}
