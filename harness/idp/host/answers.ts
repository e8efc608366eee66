import { randomUUID } from "node:crypto";
import type { AnswerDesk, KeptAnswer } from "../mount.ts";

/** Answers that were kept on their way to the SP, and may be sent on as often as somebody asks. */
export class Answers implements AnswerDesk {
  readonly #armed = new Set<string>();
  readonly #kept = new Map<string, { readonly key: string; readonly answer: KeptAnswer }>();

  /** The next answer of this person's sign-in is kept. */
  arm(key: string): void {
    this.#armed.add(key);
  }

  keep(key: string, answer: KeptAnswer): boolean {
    if (!this.#armed.delete(key)) return false;
    this.#kept.set(randomUUID(), { key, answer });
    return true;
  }

  /** The last one of this person's, by the name under which it is found; nothing is waited for any more. */
  last(key: string): string | null {
    this.#armed.delete(key);
    return [...this.#kept].findLast(([, kept]) => kept.key === key)?.[0] ?? null;
  }

  find(id: string): KeptAnswer | undefined {
    return this.#kept.get(id)?.answer;
  }

  /** What was kept of this person is gone with them. */
  forget(key: string): void {
    this.#armed.delete(key);
    for (const [id, kept] of this.#kept) if (kept.key === key) this.#kept.delete(id);
  }
}
