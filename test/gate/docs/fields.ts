/** A file kind's fields as Markdown, from its JSON Schema: a section for each map, a line for each key. */

export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
}

interface Section {
  readonly name: string;
  readonly schema: Schema;
}

export function fieldsOf(root: Schema): string {
  return new Printer(root).print();
}

class Printer {
  readonly #root: Schema;
  readonly #sections: Section[] = [];
  /** A shape that stands in several places has one section, named by the first. */
  readonly #known = new Map<string, string>();

  constructor(root: Schema) {
    this.#root = root;
  }

  print(): string {
    this.#section("The file", this.#root);
    const parts: string[] = [];
    // Sections are found while others are printed.
    for (let index = 0; index < this.#sections.length; index += 1) parts.push(this.#table(this.#sections[index]));
    return parts.join("\n");
  }

  #table(section: Section | undefined): string {
    if (section === undefined) return "";
    const { name, schema } = section;
    const required = new Set(schema.required);
    const path = name === "The file" ? "" : `${name}.`;
    const rows = Object.entries(schema.properties ?? {}).map(([key, member]) => {
      const about = this.#about(member);
      const type = this.#type(member, path + key);
      return `- \`${key}\`${required.has(key) ? ", needed" : ""}: ${type}.${about === "" ? "" : ` ${line(about)}`}`;
    });
    const about = line(this.#about(schema));
    return [`## ${name}`, "", ...(about === "" ? [] : [about, ""]), ...rows, ""].join("\n");
  }

  #about(schema: Schema): string {
    return schema.description ?? (schema.$ref === undefined ? "" : (this.#resolve(schema).description ?? ""));
  }

  #type(schema: Schema, path: string): string {
    if (schema.$ref === "#/$defs/json") return "any value";
    if (schema.$ref !== undefined) return this.#type(this.#resolve(schema), path);
    if (schema.title === "tamper") return "[a tamper](../tampers.md)";
    if (schema.const !== undefined) return word(schema.const);
    if (schema.enum !== undefined) return schema.enum.map(word).join(", ");
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches !== undefined) {
      const objects = branches.filter((branch) => this.#resolve(branch).properties !== undefined).length;
      const types = branches.map((branch) =>
        this.#type(branch, objects > 1 ? `${path}${kindOf(this.#resolve(branch))}` : path),
      );
      // A number that stands among words already is the same word without quotes.
      const said = types.filter((type, at) => !types.some((other, i) => i !== at && other.split(", ").includes(type)));
      return [...new Set(said.length === 0 ? types : said)].join(" or ");
    }
    if (schema.items !== undefined) return `list of: ${this.#type(schema.items, path)}`;
    if (schema.properties !== undefined)
      return `[${this.#section(path, schema)}](#${anchor(this.#section(path, schema))})`;
    if (typeof schema.additionalProperties === "object")
      return `by name: ${this.#type(schema.additionalProperties, `${path}.NAME`)}`;
    return TYPES[String(schema.type)] ?? "any value";
  }

  #section(name: string, schema: Schema): string {
    const shape = JSON.stringify({ ...schema, description: undefined });
    const known = this.#known.get(shape);
    if (known !== undefined) return known;
    this.#known.set(shape, name);
    this.#sections.push({ name, schema });
    return name;
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : (this.#root.$defs?.[name] ?? schema);
  }
}

const TYPES: { readonly [type: string]: string } = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "`true` or `false`",
  null: "`null`",
  object: "map",
};

/** What tells a branch from the others: its fixed word, or the first key that it cannot be without. */
function kindOf({ properties = {}, required = [] }: Schema): string {
  const fixed = Object.values(properties).find((member) => member.const !== undefined)?.const;
  const own = typeof fixed === "string" ? fixed : (required[0] ?? Object.keys(properties)[0] ?? "");
  return own === "" ? "" : ` (${own})`;
}

function word(value: unknown): string {
  return `\`${String(value)}\``;
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
