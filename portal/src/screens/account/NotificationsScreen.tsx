/** Which e-mails a user of an organisation wants about new shares: seen, then edited. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { NotificationPreferencesDocument, type PreferencesFragment } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { useTitle } from "@/app/useTitle";
import { useViewer } from "@/app/viewer";
import { Bidi } from "@/design/Bidi";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { PreferencesForm } from "./PreferencesForm";
import { PreferencesView } from "./PreferencesView";

export default function NotificationsScreen(_: ScreenProps) {
  const { t } = useLingui();
  const title = t`Email Notifications`;
  useTitle(title);
  const email = <Bidi>{useViewer().user?.email}</Bidi>;
  const { data, trouble, isLoading, reload } = useRead(NotificationPreferencesDocument, {});
  const preferences = data?.viewer.notificationPreferences;
  return (
    <>
      <PageHeader
        title={title}
        lead={<Trans>Choose when we write to {email} about newly shared results.</Trans>}
      />
      {trouble && preferences === undefined && <Trouble of={trouble} onRetry={reload} />}
      {isLoading && <Skeleton lines={6} />}
      {preferences && <Preferences kept={preferences} />}
    </>
  );
}

/** View and form in turn. The focus goes back to Edit, where it came from. */
function Preferences({ kept }: { kept: PreferencesFragment }) {
  const [isEditing, setEditing] = useState(false);
  const [saved, setSaved] = useState<PreferencesFragment | null>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) edit.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  function close(chosen: PreferencesFragment | null) {
    setSaved(chosen);
    setEditing(false);
  }

  if (isEditing) {
    return <PreferencesForm kept={saved ?? kept} onSaved={close} onCancel={() => close(saved)} />;
  }
  return (
    <PreferencesView
      preferences={saved ?? kept}
      isSaved={saved !== null}
      editRef={edit}
      onEdit={() => setEditing(true)}
    />
  );
}
