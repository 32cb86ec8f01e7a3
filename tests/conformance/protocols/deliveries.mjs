/** Says of each delivery on standard input whether npm standardwebhooks takes it for genuine. */
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { print, versions } from "../checks.mjs";

const deliveries = JSON.parse(readFileSync(0, "utf-8"));
print({
  versions: versions(import.meta.url, ["standardwebhooks"]),
  genuine: Object.fromEntries(
    Object.entries(deliveries).map(([name, each]) => [name, isGenuine(each)]),
  ),
});

function isGenuine({ secret, headers, body }) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
