/**
 * Prints the newest shared results. With RVS_API_KEY it asks for your organisation; without, it
 * signs in with RVS_EMAIL and RVS_PASSWORD, and then a star marks what came since the last time.
 */
import { ask, line, Refused, setting } from "./ask.ts";
import { NewestDocument, SignInDocument } from "./generated/graphql.ts";

async function signIn(email: string, password: string): Promise<string> {
  const input = { email, password, wantsToken: true };
  const { signIn } = await ask(SignInDocument, { input });
  // A wrong password is no error of the request: it stands in `userErrors`.
  if (!signIn.token) throw new Error(signIn.userErrors[0]?.message);
  return signIn.token;
}

try {
  const token =
    process.env.RVS_API_KEY || (await signIn(setting("RVS_EMAIL"), setting("RVS_PASSWORD")));
  const { sharedResults } = await ask(NewestDocument, { first: 10 }, token);
  console.log(`${sharedResults.totalCount} results are shared with you. The newest:`);
  for (const { node } of sharedResults.edges) {
    console.log(node.isNew ? "*" : " ", node.id, line(node));
  }
} catch (error) {
  const { message } = error as Error;
  console.error(error instanceof Refused ? `${error.code}: ${message}` : message);
  process.exitCode = 1;
}
