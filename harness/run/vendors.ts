import { PROFILES } from "../idp/profiles/index.ts";

/** The names that a connection's `profile` may have, with the vendors' own. */
export const VENDORS: readonly (readonly [name: string, title: string])[] = Object.entries(PROFILES).map(
  ([name, { title }]) => [name, title],
);
