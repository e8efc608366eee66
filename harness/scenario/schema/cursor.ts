import type { Place } from "../../errors.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { Path } from "../yaml/tree.ts";

/** The kinds of names that a scenario defines and refers to. */
export type NameKind = "person" | "account" | "connection" | "invitation";

/** One thing that a scenario's text does with a name, in the order in which it takes effect. */
export interface Mention {
  readonly does: "define" | "remember" | "use";
  /** Where a name may be of one kind or another, the first is what it is called in a fault. */
  readonly kind: NameKind;
  readonly or?: NameKind;
  readonly name: string;
  readonly place: Place;
}

/** A place in a file, handed down while the model is built; notes the names that are defined and used on the way. */
export class Cursor {
  readonly document: YamlDocument;
  readonly path: Path;
  readonly mentions: Mention[];

  constructor(document: YamlDocument, path: Path = [], mentions: Mention[] = []) {
    this.document = document;
    this.path = path;
    this.mentions = mentions;
  }

  get place(): Place {
    return this.document.place(this.path);
  }

  /** The absolute path of the file that this stands in. */
  get file(): string {
    return this.document.fileOf(this.path);
  }

  /** Where the file is used that this stands in, the last `use` first; empty: it stands in the file itself. */
  get used(): readonly Place[] {
    return this.document.usesOf(this.path);
  }

  /** The place of the key, where there is one. */
  get keyPlace(): Place {
    return this.document.keyPlace(this.path);
  }

  in(...path: Path): Cursor {
    return new Cursor(this.document, [...this.path, ...path], this.mentions);
  }

  note(does: Mention["does"], kind: NameKind, name: string): void {
    this.mentions.push({ does, kind, name, place: this.place });
  }

  /** Notes a name that is the key here. */
  noteKey(does: Mention["does"], kind: NameKind, name: string): void {
    this.mentions.push({ does, kind, name, place: this.keyPlace });
  }

  /** Notes a name that is of one kind or another. */
  useEither(kind: NameKind, or: NameKind, name: string): void {
    this.mentions.push({ does: "use", kind, or, name, place: this.place });
  }

  /** Notes each of one or more names that are used here. */
  use(kind: NameKind, names: string | readonly string[] | undefined): void {
    if (typeof names === "string") this.note("use", kind, names);
    else for (const [index, name] of (names ?? []).entries()) this.in(index).note("use", kind, name);
  }
}
