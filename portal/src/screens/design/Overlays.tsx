/** Menus and dialogs, which open over the page. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/design/Button";
import { Dialog } from "@/design/Dialog";
import { Menu } from "@/design/Menu";
import { Panel } from "@/design/Panel";
import classes from "./Design.module.css";

export function Overlays() {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Panel title={t`Menus and dialogs`}>
      <div className={classes.row}>
        <ExampleMenu />
        <Button onPress={() => setOpen(true)}>{t`Open a dialog`}</Button>
      </div>
      <Dialog
        title={t`Withdraw this result?`}
        isOpen={isOpen}
        onClose={close}
        role="alertdialog"
        actions={
          <>
            <Button kind="danger" onPress={close}>{t`Withdraw`}</Button>
            <Button onPress={close}>{t`Keep it shared`}</Button>
          </>
        }
      >
        <p>{t`The institution can no longer see it. Files that it downloaded cannot be called back.`}</p>
      </Dialog>
    </Panel>
  );
}

function ExampleMenu() {
  const { t } = useLingui();
  const [size, setSize] = useState("50");
  const rows = ["25", "50", "100"].map((id) => ({
    id,
    label: id,
    section: t`Rows on a page`,
    isSelected: id === size,
    onAction: () => setSize(id),
  }));
  return (
    <Menu
      label={t`Table`}
      icon="menu"
      kind="secondary"
      items={[
        { id: "print", label: t`Print`, icon: "printer", onAction: () => window.print() },
        { id: "page", label: t`To this page`, icon: "document", href: "/design" },
        ...rows,
      ]}
    />
  );
}
