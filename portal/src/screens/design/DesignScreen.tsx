/** The one page that shows the identity and every component in its states. */
import { useLingui } from "@lingui/react/macro";
import { PageHeader } from "@/design/PageHeader";
import { Colours } from "./Colours";
import classes from "./Design.module.css";
import { Fields } from "./Fields";
import { Marks } from "./Marks";
import { Messages } from "./Messages";
import { Moves } from "./Moves";
import { Overlays } from "./Overlays";
import { Presses } from "./Presses";
import { Tables } from "./Tables";
import { Type } from "./Type";

export default function DesignScreen() {
  const { t } = useLingui();
  return (
    <div className={classes.page}>
      <PageHeader
        title={t`Design`}
        lead={t`The identity and the components of the portal, as they are built. What is shown twice is shown in the light and in the dark scheme.`}
      />
      <Marks />
      <Colours />
      <Type />
      <Presses />
      <Fields />
      <Messages />
      <Tables />
      <Moves />
      <Overlays />
    </div>
  );
}
