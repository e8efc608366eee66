import type { NewEvent } from "./events.ts";

/** What the audit log keeps. */
export interface AuditRules {
  /** What is written of an event; null: nothing. */
  readonly entry: (event: NewEvent) => NewEvent | null;
}

export const auditRules: AuditRules = { entry: (event) => event };
