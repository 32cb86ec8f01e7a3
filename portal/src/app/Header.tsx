/** Logo, navigation, language and theme, and who is signed in. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link as Route, useLocation } from "wouter";
import { Button } from "@/design/Button";
import { Logo } from "@/design/identity/Logo";
import { Link } from "@/design/Link";
import { homeOf } from "./audience";
import { LanguageChoice, LanguageTrouble, ThemeChoice } from "./choices";
import styles from "./Header.module.css";
import { isAt, placesOf } from "./navigation";
import { paths } from "./paths";
import { UserMenu } from "./UserMenu";
import { useKeptLanguage } from "./useKeptLanguage";
import { useViewer } from "./viewer";

export function Header() {
  const { t } = useLingui();
  const { role, user } = useViewer();
  const [isOpen, setOpen] = useOpenUntilMoved();
  const language = useKeptLanguage();
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Route
          href={homeOf(role)}
          className={styles.home}
          aria-label={t`Results Verification Service: start page`}
        >
          <Logo />
        </Route>
        <div className={styles.toggle}>
          <Button
            kind="quiet"
            size="small"
            icon={isOpen ? "close" : "menu"}
            aria-expanded={isOpen}
            onPress={() => setOpen(!isOpen)}
          >
            <Trans>Menu</Trans>
          </Button>
        </div>
        <div className={styles.content} data-open={isOpen}>
          <Navigation />
          <div className={styles.tools}>
            <LanguageChoice choose={language.choose} />
            <ThemeChoice />
            {user ? <UserMenu /> : <SignInLink />}
          </div>
        </div>
      </div>
      <LanguageTrouble {...language} />
    </header>
  );
}

function Navigation() {
  const { t, i18n } = useLingui();
  const { role } = useViewer();
  const [path] = useLocation();
  return (
    <nav aria-label={t`Main`} className={styles.navigation}>
      <ul>
        {placesOf(role).map((place) => (
          <li key={place.href}>
            <Route href={place.href} aria-current={isAt(path, place) ? "page" : undefined}>
              {i18n._(place.label)}
            </Route>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignInLink() {
  return (
    <Link href={paths.signIn}>
      <Trans>Sign in</Trans>
    </Link>
  );
}

/** On small screens: open until somewhere is gone to. */
function useOpenUntilMoved(): [boolean, (isOpen: boolean) => void] {
  const [path] = useLocation();
  const [openAt, setOpenAt] = useState<string>();
  useEffect(() => setOpenAt((at) => (at === path ? at : undefined)), [path]);
  return [openAt === path, (isOpen) => setOpenAt(isOpen ? path : undefined)];
}
