/** Four ways on, each with who it is for. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { paths } from "@/app/paths";
import { Link } from "@/design/Link";
import styles from "./WaysOn.module.css";

export function WaysOn() {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Where to begin`}>
      <ul className={styles.ways}>
        <Way href={paths.register} title={t`Register your organisation`}>
          <Trans>For institutions that want to see the results that candidates share.</Trans>
        </Way>
        <Way href={paths.signIn} title={t`Sign in`}>
          <Trans>For everybody who has an account: members of institutions and candidates.</Trans>
        </Way>
        <Way href={paths.checkDocument} title={t`I have a document to check`}>
          <Trans>A paper or a PDF has reached you, and you want to know whether it is true.</Trans>
        </Way>
        <Way href={paths.signIn} title={t`I am a candidate`}>
          <Trans>Sign in to share a result, to see who has it, and to withdraw it.</Trans>
        </Way>
      </ul>
    </nav>
  );
}

function Way({ href, title, children }: { href: string; title: string; children: ReactNode }) {
  return (
    <li className={styles.way}>
      <Link href={href} className={styles.link}>
        {title}
      </Link>
      <p className={styles.text}>{children}</p>
    </li>
  );
}
