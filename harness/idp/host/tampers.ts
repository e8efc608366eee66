import { JitterbugError } from "../../errors.ts";
import { findTamper, TAMPERS, type TamperProtocol } from "../../tampers/index.ts";
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
  readonly #protocol: TamperProtocol;

  constructor(protocol: TamperProtocol) {
    this.#protocol = protocol;
  }

  /** @throws JitterbugError ERR_USAGE for a name that the connection's protocol does not know. */
  arm(key: string, tamper: ArmedTamper): void {
    this.require(tamper);
    this.#armed.set(key, { tamper, delivered: false });
  }

  /** @throws JitterbugError ERR_USAGE likewise. */
  require(tamper: ArmedTamper): void {
    if (findTamper(this.#protocol, tamper.name) === undefined) {
      throw new JitterbugError("ERR_USAGE", `there is no tamper ${JSON.stringify(tamper.name)} here`, {
        hint: `This protocol knows: ${Object.keys(TAMPERS[this.#protocol]).join(", ")}.`,
      });
    }
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

  people(): readonly string[] {
    return [...this.#armed.keys()];
  }

  hasLeft(key: string): boolean {
    return this.#armed.get(key)?.delivered ?? false;
  }

  delivered(key: string): void {
    const armed = this.#armed.get(key);
    if (armed === undefined) return;
    armed.delivered = true;
    delete armed.notApplicable;
  }

  notApplicable(key: string, reason: string): void {
    const armed = this.#armed.get(key);
    if (armed !== undefined) armed.notApplicable = reason;
  }
}
