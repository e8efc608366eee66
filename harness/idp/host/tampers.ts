import { JitterbugError } from "../../errors.ts";
import type { TamperDesk } from "../mount.ts";
import type { ArmedTamper } from "../port.ts";

interface Armed {
  readonly tamper: ArmedTamper;
  delivered: boolean;
  notApplicable?: string;
}

/** What is armed at one connection, by person, and what became of it. */
export class Tampers implements TamperDesk {
  readonly #armed = new Map<string, Armed>();
  #known: readonly string[] = [];

  /** What the connection's protocol can do; told once it is mounted. */
  know(names: readonly string[]): void {
    this.#known = names;
  }

  /** @throws JitterbugError ERR_USAGE for a name that the connection's protocol does not know. */
  arm(key: string, tamper: ArmedTamper): void {
    if (!this.#known.includes(tamper.name)) {
      throw new JitterbugError("ERR_USAGE", `there is no tamper ${JSON.stringify(tamper.name)} here`, {
        hint: `This protocol knows: ${this.#known.join(", ")}.`,
      });
    }
    this.#armed.set(key, { tamper, delivered: false });
  }

  disarm(key: string): { readonly delivered: boolean; readonly not_applicable?: string } | null {
    const armed = this.#armed.get(key);
    if (armed === undefined) return null;
    this.#armed.delete(key);
    const { delivered, notApplicable } = armed;
    return notApplicable === undefined ? { delivered } : { delivered, not_applicable: notApplicable };
  }

  armed(key: string): ArmedTamper | undefined {
    return this.#armed.get(key)?.tamper;
  }

  delivered(key: string): void {
    const armed = this.#armed.get(key);
    if (armed !== undefined) armed.delivered = true;
  }

  notApplicable(key: string, reason: string): void {
    const armed = this.#armed.get(key);
    if (armed !== undefined) armed.notApplicable = reason;
  }
}
