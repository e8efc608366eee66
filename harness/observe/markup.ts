/**
 * Mark-up as an attacker writes it into a text that an SP shows: an image that does not load, and what is then done. All
 * of its signs are lawful in `error_description` (RFC 6749, section 4.1.2.1), which holds no double quote.
 */
export const MARKUP = "<img src='data:,' onerror='jitterbug()'>";

/** What a page has where that text became an element of it; a sanitizer takes the attribute away. */
export const MARKUP_SELECTOR = 'img[onerror^="jitterbug"]';
