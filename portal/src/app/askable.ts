/** What an address may hold where an id or a cursor belongs: anything else is not asked for. */

const ID = /^\w{1,100}$/;
// Whatever the service writes into a cursor is of these.
const CURSOR = /^[\w=+/.-]{1,1000}$/;

/** Whether a text can be an id of the service: neither NUL, nor half a character, nor a novel. */
export function canBeId(text: string): boolean {
  return ID.test(text);
}

/** The cursor, or null for what cannot be one. */
export function cursorIn(text: string | null): string | null {
  return text !== null && CURSOR.test(text) ? text : null;
}
