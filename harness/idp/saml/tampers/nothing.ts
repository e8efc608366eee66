import type { SamlTamper } from "./tamper.ts";

/** The control: the whole way of a corruption, without one. */
export const nothing: SamlTamper = { edit: () => undefined };
