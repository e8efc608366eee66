import { deflateSync } from "node:zlib";

/** Where something stands that was packed: in which pack, and as the how-manieth of it. */
export type Packed = readonly [pack: number, at: number];

/** Characters of JSON: what is told of a hundred green checks, or of two with every request. */
const FULL = 400_000;

/**
 * What a page shows of a check that is opened, many in a pack, deflated: checks tell much the same, and a browser takes a
 * second for some ten megabytes of page. page/packed.js opens them.
 */
export class Packs {
  readonly #packs: string[] = [];
  #open: string[] = [];
  #length = 0;

  /** `json`: nothing else is known of it. */
  add(json: string): Packed {
    if (this.#length + json.length > FULL && this.#length > 0) this.#close();
    this.#open.push(json);
    this.#length += json.length;
    return [this.#packs.length, this.#open.length - 1];
  }

  /** Each in base64; no more is added afterwards. */
  texts(): readonly string[] {
    if (this.#length > 0) this.#close();
    return this.#packs;
  }

  #close(): void {
    this.#packs.push(deflateSync(`[${this.#open.join(",")}]`).toString("base64"));
    this.#open = [];
    this.#length = 0;
  }
}
