/** Texts that are large or deep, or no YAML: each in time and memory that do not matter to anybody. */

export interface Raw {
  readonly name: string;
  readonly kind?: "target" | "people";
  readonly text: () => string;
  readonly told: RegExp;
}

const MIB = 1024 * 1024 - 1024;
const TOO_DENSE = /more than 50000 lines, brackets, commas and backslashes/;
const DEEP = /nested (?:too deeply|deeper than)/;

/** A text of nearly the greatest size, of one piece again and again. */
const full = (piece: (n: number) => string, size = MIB): string => {
  const pieces: string[] = [];
  for (let length = 0, n = 0; length < size; n++) {
    const next = piece(n);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join("");
};
const HEAD = "id: a\ntitle: A\nseverity: MUST\nprotocols: [oidc]\n";

export const RAW: readonly Raw[] = [
  {
    name: "49,000 keys",
    text: () => Array.from({ length: 49_000 }, (_, n) => `k${n}: v\n`).join(""),
    told: /unknown key `k0`/,
  },
  { name: "20,000 keys", text: () => full((n) => `k${n}: v\n`, 190_000), told: /unknown key `k0`/ },
  { name: "20,000 times one key", text: () => full(() => "k: v\n", 100_000), told: /stands twice/ },
  { name: "one key a MiB long", text: () => `${"k".repeat(MIB)}: v`, told: /./ },
  { name: "one value a MiB long", text: () => `${HEAD}lane: ${"x".repeat(MIB)}`, told: /lane/ },
  { name: "beyond a MiB", text: () => "x".repeat(MIB + 4096), told: /at most 1 MiB is read/ },
  { name: "keys, a MiB", text: () => full((n) => `k${n}: v\n`), told: TOO_DENSE },
  { name: "a flow map, a MiB", text: () => `{${full((n) => `k${n}: v, `)}}`, told: TOO_DENSE },
  { name: "a list, a MiB", text: () => full(() => "- a\n"), told: TOO_DENSE },
  { name: "escapes that are none, a MiB", text: () => `a: "${full(() => "\\q")}"`, told: TOO_DENSE },
  { name: "escapes that are none", text: () => `a: "${full(() => "\\q", 80_000)}"`, told: /unknown escape/ },
  { name: "tags", text: () => full(() => "- !x a\n", 100_000), told: /a tag means nothing/ },
  { name: "aliases of nothing", text: () => full(() => "- *a\n", 60_000), told: /no anchor/ },
  { name: "aliases", text: () => `- &a x\n${full(() => "- *a\n", 60_000)}`, told: /more than 100 aliases/ },
  {
    name: "a billion laughs",
    text: () =>
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
        .split("")
        .map((c, n) => `${c}: &${c} [${Array(9).fill(`*${"abcdefghi"[n]}`).join(",")}]\n`)
        .join("")}`,
    told: /aliases/,
  },
  { name: "an anchor in itself", text: () => "a: &a [*a]", told: /its own anchor/ },
  { name: "brackets, a MiB", text: () => "[".repeat(MIB), told: DEEP },
  { name: "braces, a MiB", text: () => "{".repeat(MIB), told: DEEP },
  { name: "900 brackets", text: () => "[".repeat(900), told: /not closed|nested/ },
  { name: "dashes, a MiB", text: () => "- ".repeat(MIB / 2), told: DEEP },
  { name: "question marks, a MiB", text: () => "? ".repeat(MIB / 2), told: DEEP },
  { name: "colons", text: () => full(() => "a: ", 200_000), told: /second `:`/ },
  {
    name: "100 levels of maps",
    text: () => Array.from({ length: 100 }, (_, n) => `${" ".repeat(n)}a:\n`).join(""),
    told: DEEP,
  },
  { name: "documents, a MiB", text: () => full(() => "---\n"), told: /more than 50000|second document/ },
  { name: "two documents", text: () => "a: b\n---\nc: d\n", told: /second document/ },
  { name: "directives", text: () => full(() => "%A b\n", 60_000), told: /./ },
  { name: "another YAML", text: () => "%YAML 1.1\n---\na: b\n", told: /another version/ },
  { name: "line ends, a MiB", text: () => `a: b${"\n".repeat(MIB)}`, told: TOO_DENSE },
  { name: "carriage returns, a MiB", text: () => `a: b${"\r".repeat(MIB)}`, told: /./ },
  { name: "blanks, a MiB", text: () => `a: b${" ".repeat(MIB)}#`, told: /unknown key `a`/ },
  { name: "tabs, a MiB", text: () => `a:\n${"\t".repeat(MIB)}b`, told: /tab/ },
  { name: "byte order marks", text: () => "\ufeff".repeat(100_000), told: /./ },
  { name: "nothing", text: () => "", told: /empty/ },
  { name: "a comment alone", text: () => "# nothing\n", told: /empty/ },
  { name: "a NUL", text: () => "\0", told: /./ },
  { name: "control characters", text: () => "\u0001\u001b[2J\u009b31m: x", told: /./ },
  { name: "a number a MiB long", text: () => `a: 1${"0".repeat(MIB)}`, told: /unknown key `a`/ },
  { name: "__proto__", text: () => `${HEAD}__proto__: { polluted: true }\n`, told: /`__proto__` cannot be a key/ },
  { name: "a merge key", text: () => `${HEAD}<<: { a: b }\n`, told: /YAML 1.1/ },
  { name: "a key that is a map", text: () => "? { a: b }\n: c\n", told: /template|word/ },
  { name: "a template without quotes", text: () => `${HEAD}lane: {{ns}}\n`, told: /must stand in quotes/ },
  { name: "binary", text: () => "a: !!binary aGk=\n", told: /not a value of JSON/ },
  { name: "a function", text: () => "a: !!js/function 'function () {}'\n", told: /tag/ },
  { name: "infinity", text: () => `${HEAD}lane: .inf\n`, told: /not a value of JSON/ },
  { name: "half a quote", text: () => `${HEAD}lane: "x\n`, told: /quote is not closed/ },
  { name: "half a bracket", text: () => `${HEAD}tags: [a\n`, told: /bracket|comma/ },
  {
    name: "people who are filled in by each other, two by two",
    text: () =>
      `${HEAD}given:\n  people:\n    p0: { t: "${"x".repeat(100)}" }\n${Array.from({ length: 30 }, (_, n) => `    p${n + 1}: { t: "{{p${n}.t}}{{p${n}.t}}" }\n`).join("")}steps: [{ sign_in: p0, expect: { outcome: signed_in } }]\n`,
    told: /unfold to more than/,
  },
  {
    name: "people who are filled in by each other, a thousand deep",
    text: () =>
      `${HEAD}given:\n  people:\n    p0: { t: x }\n${Array.from({ length: 1000 }, (_, n) => `    p${n + 1}: { t: "{{p${n}.t}}" }\n`).join("")}steps: [{ sign_in: p0, expect: { outcome: signed_in } }]\n`,
    told: /too deep/,
  },
  {
    name: "2,000 people who name 2,000 who are not there",
    text: () =>
      `${HEAD}given:\n  people:\n${Array.from({ length: 2000 }, (_, n) => `    p${n}: { t: "{{q${n}.t}}" }\n`).join("")}steps: [{ sign_in: p0, expect: { outcome: signed_in } }]\n`,
    told: /`{{q1999.t}}` is not known here/,
  },
  {
    name: "5,000 environment variables that are not set",
    kind: "target",
    text: () =>
      `target: a\nstart:\n  env:\n${Array.from({ length: 5000 }, (_, n) => `    A${n}: "\${UNSET${n}}"\n`).join("")}`,
    told: /`UNSET4999` is not set/,
  },
  { name: "half a variable, a MiB", kind: "target", text: () => `target: "${"${A".repeat(MIB / 3)}"`, told: /./ },
  { name: "half a template, a MiB", text: () => `${HEAD}lane: "${"{ {".repeat(10_000)}"`, told: DEEP },
];
