/** End the session on the server, then forget everything here. */
import { useCallback } from "react";
import { SignOutDocument } from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import { noteSignOut, signedOut } from "@/api/session";

export function useSignOut(): () => void {
  const [signOut] = useChange(SignOutDocument);
  return useCallback(() => {
    void signOut({}).then(({ trouble }) => {
      // Without an answer the session may live on: the page must not look signed out.
      if (trouble === undefined || trouble.kind === "forbidden") signedOut();
      else noteSignOut(true);
    });
  }, [signOut]);
}
