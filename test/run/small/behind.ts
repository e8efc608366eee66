import { SmallSp, type Claims, type Row } from "./sp.ts";

/** Its list is a read model: it shows everything as it was some time ago. */
export class Behind extends SmallSp {
  readonly ms: number;
  readonly #past: { readonly at: number; readonly rows: string }[] = [];

  constructor(ms: number) {
    super();
    this.ms = ms;
    this.note();
  }

  note(): void {
    this.#past.push({ at: performance.now(), rows: JSON.stringify(this.rows) });
  }

  override store(row: Row): void {
    super.store(row);
    this.note();
  }

  override remove(id: string): void {
    super.remove(id);
    this.note();
  }

  override async admit(claims: Claims): Promise<Row | null> {
    const row = await super.admit(claims);
    if (row !== null && typeof claims.email === "string" && row.email !== claims.email) {
      row.email = claims.email;
      this.note();
    }
    return row;
  }

  override list(): unknown {
    const shown = this.#past.findLast(({ at }) => at <= performance.now() - this.ms);
    return JSON.parse(shown?.rows ?? "[]");
  }
}
