/** Every address of the portal; the server answers these, and no others, with it. */

export const paths = {
  landing: "/",
  signIn: "/sign-in",
  register: "/register",
  checkDocument: "/check-a-document",
  sharedResults: "/shared-results",
  sharedResult: "/shared-results/:id",
  candidateSearch: "/candidate-search",
  downloads: "/downloads",
  organisation: "/your-organisation",
  users: "/your-organisation/users",
  api: "/your-organisation/api",
  recognisedExams: "/your-organisation/recognised-exams",
  webhooks: "/your-organisation/webhooks",
  webhook: "/your-organisation/webhooks/:id",
  profile: "/your-account",
  notifications: "/your-account/email-notifications",
  myResults: "/my-results",
  shareResult: "/my-results/:id/share",
  help: "/help",
  terms: "/terms",
  privacy: "/privacy",
  accessibility: "/accessibility",
  about: "/about",
} as const;

/** Only in the demo. */
export const demoPaths = { design: "/design" } as const;

/** The address of one thing: its id in place of `:id`. */
export function pathOf(pattern: string, id: string): string {
  return pattern.replace(":id", encodeURIComponent(id));
}
