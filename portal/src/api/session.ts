/** The session as this tab knows it: until when it lasts, and whether it has ended. */
import { useSyncExternalStore } from "react";

export type SessionStatus = "open" | "ended";

interface Session {
  status: SessionStatus;
  /** Milliseconds of the tab's clock; null while nobody is signed in. */
  idleEndsAt: number | null;
  endsAt: number | null;
  userId: string | null;
  /** Signing out was asked for and not answered: the session may live on. */
  isSignOutUnanswered: boolean;
}

interface Limits {
  userId: string;
  expiresAt: string;
  idleTimeoutSeconds: number;
}

type News = { kind: "signed-out" } | { kind: "active" } | { kind: "signed-in"; userId: string };

const tabs = new BroadcastChannel("rvs.session");
const listeners = new Set<() => void>();
const resumed = new Set<() => void>();
const none: Session = {
  status: "open",
  idleEndsAt: null,
  endsAt: null,
  userId: null,
  isSignOutUnanswered: false,
};
let session = none;
let idleTimeoutMs = 0;

/** Note who is signed in and how long the session can last. Somebody else than before: anew. */
export function begin(limits: Limits): void {
  if (session.userId !== null && session.userId !== limits.userId) {
    window.location.replace("/");
    return;
  }
  idleTimeoutMs = limits.idleTimeoutSeconds * 1000;
  const endsAt = Date.parse(limits.expiresAt);
  const idleEndsAt = Date.now() + idleTimeoutMs;
  set({ ...none, idleEndsAt, endsAt, userId: limits.userId });
}

/** Every answered request moves the idle limit, in all tabs. */
export function wasActive(): void {
  if (session.idleEndsAt === null || session.status === "ended") return;
  const before = session.idleEndsAt;
  set({ ...session, idleEndsAt: Date.now() + idleTimeoutMs });
  if (Date.now() + idleTimeoutMs - before > 5_000) tell({ kind: "active" });
}

/** The server does not know the session any more: what is on the page stays, behind the sign-in. */
export function hasEnded(): void {
  if (session.userId !== null && session.status === "open") set({ ...session, status: "ended" });
}

/** Whom the page shows, for the server to refuse the cookie of anybody else. */
export function expectedUser(): string | null {
  return session.status === "open" ? session.userId : null;
}

/** The other tabs show another person, or nobody: they are loaded anew. */
export function announceSignIn(userId: string): void {
  tell({ kind: "signed-in", userId });
}

/** The same person signed in again: what waited goes on. Somebody else: everything anew. */
export function signedInAgain(userId: string): void {
  announceSignIn(userId);
  goOnAs(userId);
}

/** Leave nothing in memory: the page is loaded anew, here and in the other tabs. */
export function signedOut(): void {
  tell({ kind: "signed-out" });
  window.location.replace("/");
}

/** Whoever leaves the screen must know that the session is still there. */
export function noteSignOut(isUnanswered: boolean): void {
  set({ ...session, isSignOutUnanswered: isUnanswered });
}

/** Called when the same person has signed in again; returns how to stop listening. */
export function onResumed(listener: () => void): () => void {
  resumed.add(listener);
  return () => resumed.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session);
}

export function currentSession(): Session {
  return session;
}

function goOnAs(userId: string): void {
  if (session.userId !== null && session.userId !== userId) {
    window.location.replace("/");
    return;
  }
  set({ ...session, status: "open", idleEndsAt: Date.now() + idleTimeoutMs, userId });
  for (const listener of [...resumed]) listener();
}

function tell(news: News): void {
  tabs.postMessage(news);
}

tabs.onmessage = ({ data: news }: MessageEvent<News>) => {
  if (news.kind === "active" && session.status === "open" && session.idleEndsAt !== null) {
    set({ ...session, idleEndsAt: Date.now() + idleTimeoutMs });
  }
  if (news.kind === "signed-out" && session.userId !== null) window.location.replace("/sign-in");
  if (news.kind === "signed-in") hearSignIn(news.userId);
};

function hearSignIn(userId: string): void {
  if (session.userId === null) window.location.reload();
  else if (session.userId !== userId || session.status === "ended") goOnAs(userId);
}

function set(next: Session): void {
  session = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A page that the browser kept whole must not come back with what it showed.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
