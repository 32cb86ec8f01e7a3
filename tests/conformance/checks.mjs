/** Named checks, and the report of them that the tests read. */
import { readFileSync } from "node:fs";

const LONGEST_SECONDS = 30;
const done = [];

/** Do it, and note what came of it; a check that fails does not stop the others. */
export async function check(name, act) {
  try {
    await within(LONGEST_SECONDS, act());
    done.push({ name, why: null });
  } catch (error) {
    done.push({ name, why: error?.stack ?? JSON.stringify(error) });
  }
}

/** What the promise gives, if it gives it in time. */
export async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Nothing came in ${seconds} seconds`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Print what was checked with which of the packages beside the program, and end. */
export function report(program, ...packages) {
  print({ versions: versions(program, packages), checks: done });
}

/** Print it for the test that reads it, and end, whatever is still open. */
export function print(found) {
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
}

/** The installed versions of these packages, by name. */
export function versions(program, packages) {
  return Object.fromEntries(packages.map((name) => [name, version(program, name)]));
}

function version(program, name) {
  const file = new URL(`node_modules/${name}/package.json`, program);
  return JSON.parse(readFileSync(file, "utf-8")).version;
}
