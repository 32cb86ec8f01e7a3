/** Who looks at the portal, for every screen. */
import { createContext, useContext, useEffect } from "react";
import type { FrameQuery } from "@/api/generated/graphql";
import { FrameDocument } from "@/api/generated/graphql";
import { type Read, useRead } from "@/api/operations";
import { begin, hasEnded } from "@/api/session";
import { speak } from "@/text/language";

export type Viewer = FrameQuery["viewer"];
export type ServiceInfo = FrameQuery["service"];

const Context = createContext<FrameQuery | undefined>(undefined);

export const FrameData = Context.Provider;

/** The viewer; only inside the frame, which waits for the answer. */
export function useViewer(): Viewer {
  return useFrameData().viewer;
}

/** What the service says of itself. */
export function useService(): ServiceInfo {
  return useFrameData().service;
}

/** Ask who is looking, and note how long the session lasts. */
export function useFrame(): Read<FrameQuery> {
  const frame = useRead(FrameDocument, {}, { policy: "network-only" });
  const viewer = frame.data?.viewer;
  useEffect(() => {
    if (viewer === undefined) return;
    if (viewer.user && viewer.session) {
      begin({ userId: viewer.user.id, ...viewer.session });
      void speak(viewer.user.language === "FR" ? "fr" : "en");
    } else {
      hasEnded();
    }
  }, [viewer]);
  return frame;
}

function useFrameData(): FrameQuery {
  const data = useContext(Context);
  if (data === undefined) throw new Error("used outside of the frame");
  return data;
}
