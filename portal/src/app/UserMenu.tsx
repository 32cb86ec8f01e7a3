/** The user's first name, and what belongs to the person. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@/design/Menu";
import { isFor } from "./audience";
import { paths } from "./paths";
import { useSignOut } from "./useSignOut";
import { useViewer } from "./viewer";

export function UserMenu() {
  const { t } = useLingui();
  const { role, user } = useViewer();
  const signOut = useSignOut();
  const notifications = {
    id: "notifications",
    label: t`Email Notifications`,
    href: paths.notifications,
  };
  return (
    <Menu
      label={t`Your account: ${user?.firstName ?? ""}`}
      shortLabel={user?.firstName ?? ""}
      icon="person"
      items={[
        { id: "profile", label: t`Your Profile`, href: paths.profile },
        ...(isFor("institution", role) ? [notifications] : []),
        { id: "sign-out", label: t`Sign out`, onAction: signOut },
      ]}
    />
  );
}
