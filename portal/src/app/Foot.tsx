/** The public pages, at the foot of every page. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@/design/Link";
import styles from "./Foot.module.css";
import { paths } from "./paths";
import { useService } from "./viewer";

export function Foot() {
  const { t } = useLingui();
  const { name, version } = useService();
  const pages = [
    { href: paths.terms, label: t`Terms of Use` },
    { href: paths.privacy, label: t`Privacy` },
    { href: paths.accessibility, label: t`Accessibility` },
    { href: paths.about, label: t`About and contact` },
  ];
  return (
    <footer className={styles.foot}>
      <nav className={styles.inner} aria-label={t`About this service`}>
        <ul className={styles.pages}>
          {pages.map(({ href, label }) => (
            <li key={href}>
              <Link href={href}>{label}</Link>
            </li>
          ))}
        </ul>
        <p className={styles.name}>
          <Trans>
            {name}, version {version}
          </Trans>
        </p>
      </nav>
    </footer>
  );
}
