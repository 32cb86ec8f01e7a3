/** A person's name inside a sentence that is read aloud or shown as a hint. */

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

/**
 * For `t`, never for a string inside of `<Trans>`, which would read markup in it.
 *
 * Isolated: the direction of a name does not reach the words around it.
 */
export function nameInText(person: { firstName: string; familyName: string }): string {
  const name = `${person.firstName} ${person.familyName}`.trim();
  return `${FIRST_STRONG_ISOLATE}${name}${POP_DIRECTIONAL_ISOLATE}`;
}
