/** The share with this id as the record has it now, and without its data as soon as it has ended. */
import { useEffect, useState } from "react";
import { ResultDetailsDocument } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { Trouble } from "@/api/trouble";
import { type Ending, useEndings } from "@/app/live-shares";
import { type Shown, shareIn, withoutData } from "./shown";
import { useReadingAgain } from "./useReadingAgain";

export interface ShownShare {
  /** Undefined while it loads, after a failure, and when there is none. */
  share: Shown | undefined;
  isMissing: boolean;
  /** Beside a share: what is shown was true, and could not be read again. */
  trouble: Trouble | undefined;
  reload: () => void;
}

export function useShownShare(id: string): ShownShare {
  // Never from memory: what was genuine a minute ago may not be so now.
  const read = useRead(ResultDetailsDocument, { id }, { policy: "network-only" });
  const known = useLastKnown(read.data, read.trouble);
  const line = useEnd(id, read.reload);
  const found = known && shareIn(known);
  const share = found && hasEndedSince(found, line) ? withoutData(found, line) : found;
  useReadingAgain(read.reload, share);
  return {
    share,
    isMissing: known !== undefined && found === undefined,
    trouble: read.trouble,
    reload: read.reload,
  };
}

/** A lost connection hides nothing; any other failure does, because access may have ended. */
function useLastKnown<Data>(data: Data | undefined, trouble: Trouble | undefined) {
  const [known, setKnown] = useState(data);
  if (data !== undefined && data !== known) setKnown(data);
  if (data === undefined && trouble?.kind !== "unreachable") return undefined;
  return data ?? known;
}

/** The line that came when this share ended; the record is then read once more. */
function useEnd(id: string, reload: () => void): Ending | undefined {
  const end = useEndings().get(id);
  useEffect(() => {
    if (end !== undefined) reload();
  }, [end, reload]);
  return end;
}

function hasEndedSince(share: Shown, line: Ending | undefined): line is Ending {
  return line !== undefined && share.state === "ACTIVE" && line.state !== "ACTIVE";
}
