/** Notes that this user has opened the result: once, and only when there was something to see. */
import { useEffect, useRef } from "react";
import { OpenResultDocument } from "@/api/generated/graphql";
import { useChange } from "@/api/operations";
import type { Shown } from "./shown";

export function useOpened(share: Shown | undefined): void {
  const [open] = useChange(OpenResultDocument);
  const noted = useRef<string>(undefined);
  const isUnopened = share?.candidate != null && share.viewedAt === null;
  const id = isUnopened ? share.id : undefined;
  useEffect(() => {
    if (id === undefined || noted.current === id) return;
    noted.current = id;
    void open({ id }).then(({ trouble }) => {
      // It got lost: the next reading shows it as unopened again, and it is noted then.
      if (trouble !== undefined) noted.current = undefined;
    });
  }, [id, open]);
}
