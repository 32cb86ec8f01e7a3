/** How many results one file can hold; the service refuses more. */

export const MOST_ROWS = 5_000;

/** One document is laid out as a whole. */
export const MOST_PAGES_OF_A_PDF = 200;
