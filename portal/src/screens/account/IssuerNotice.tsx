/** For the awarding body's staff, whose screens come with the operations behind them. */
import { Trans } from "@lingui/react/macro";
import { Banner } from "@/design/Banner";
import { Link } from "@/design/Link";
import styles from "./Account.module.css";

export function IssuerNotice() {
  return (
    <div className={styles.before}>
      <Banner kind="info" title={<Trans>Your screens are not here yet</Trans>}>
        <Trans>
          The screens of the awarding body come together with the operations behind them. The API is
          open to you today:{" "}
          <Link href="/graphiql" reloads>
            open the API explorer
          </Link>
          .
        </Trans>
      </Banner>
    </div>
  );
}
