/** Buttons and links in their states. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { ButtonLink } from "@/design/ButtonLink";
import { IconButton } from "@/design/IconButton";
import { Link } from "@/design/Link";
import { Panel } from "@/design/Panel";
import { BothSchemes } from "./BothSchemes";
import classes from "./Design.module.css";

const TWO_SECONDS = 2000;
const pretendWork = () => new Promise((done) => setTimeout(done, TWO_SECONDS));

export function Presses() {
  const { t } = useLingui();
  return (
    <Panel title={t`Buttons and links`}>
      <p className={classes.note}>
        <Trans>
          One primary button on a page at most. While its work lasts a button keeps the focus and
          ignores further presses.
        </Trans>
      </p>
      <BothSchemes>
        <Kinds />
        <States />
      </BothSchemes>
    </Panel>
  );
}

function Kinds() {
  return (
    <div className={classes.row}>
      <Button kind="primary" icon="share" onPress={pretendWork}>
        <Trans>Share result</Trans>
      </Button>
      <Button icon="download" onPress={pretendWork}>
        <Trans>Download</Trans>
      </Button>
      <Button kind="quiet" onPress={pretendWork}>
        <Trans>Cancel</Trans>
      </Button>
      <Button kind="danger" onPress={pretendWork}>
        <Trans>Withdraw</Trans>
      </Button>
    </div>
  );
}

function States() {
  const { t } = useLingui();
  return (
    <div className={classes.row}>
      <Button kind="primary" isPending>
        <Trans>Saving</Trans>
      </Button>
      <Button isDisabled>
        <Trans>Not now</Trans>
      </Button>
      <Button size="small" icon="filter">
        <Trans>Small</Trans>
      </Button>
      <IconButton icon="printer" label={t`Print`} onPress={pretendWork} />
      <IconButton icon="pause" label={t`Pause`} isPressed size="small" onPress={pretendWork} />
      <ButtonLink href="/design" kind="secondary" icon="chevron-right">
        <Trans>A page</Trans>
      </ButtonLink>
      <Link href="/design">
        <Trans>A link</Trans>
      </Link>
    </div>
  );
}
