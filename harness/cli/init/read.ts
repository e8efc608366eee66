import type { SignInDraft } from "../../scenario/index.ts";
import { homely } from "../../paths.ts";
import { Slip } from "./form.ts";

/** How an answer of one line is read. Each throws Slip. */

const METHOD = /^(GET|POST|PUT|PATCH|DELETE) +(\S.*)$/;

/** What stands for "there is none". */
export const NONE = "none";

export function readNone<T>(read: (answer: string) => T): (answer: string) => T | null {
  return (answer) => (answer.toLowerCase() === NONE || answer === "-" ? null : read(answer));
}

/** `localhost:3000` is completed; what follows the host is kept. */
export function readAddress(answer: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(answer) ? answer : `http://${answer}`;
  if (/\s/.test(answer) || !URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol))
    throw new Slip("Write an address, such as http://localhost:3000.");
  return whole.replace(/\/+$/, "");
}

/** An address of the SP; a path starts at its base address. */
export function readAddressAt(base: string): (answer: string) => string {
  return (answer) => (answer.startsWith("/") ? base + answer : readAddress(answer));
}

export function readText(answer: string): string {
  if (answer === "") throw new Slip("Write something.");
  return answer;
}

/** `GET /login`; a path alone is a GET. */
export function readRequest(answer: string): string {
  const line = answer.startsWith("/") || /^https?:\/\//.test(answer) ? `GET ${answer}` : answer;
  if (!METHOD.test(line)) throw new Slip("Write a method and a path, such as GET /login.");
  return line;
}

/** `GET /login`, or `/login > Sign in with Acme`: a page and the button or link that is pressed there. */
export function readSignIn(answer: string): SignInDraft {
  const [, page, press] = /^(.*?\S) +> +(\S.*)$/.exec(answer) ?? [];
  if (page === undefined || press === undefined) return readRequest(answer);
  const [, open] = /^GET +(.*)$/.exec(readRequest(page)) ?? [];
  if (open === undefined) throw new Slip("A page is opened by GET: write /login > Sign in.");
  return { open, press };
}

export function readProtocols(answer: string): readonly ("oidc" | "saml")[] {
  const words = answer.toLowerCase().split(/[\s,+]+/);
  if (words.includes("both")) return ["oidc", "saml"];
  const known = (["oidc", "saml"] as const).filter((protocol) => words.includes(protocol));
  if (known.length === 0 || known.length !== words.length) throw new Slip("Write oidc, saml or both.");
  return known;
}

export function readJsonPath(answer: string): string {
  if (!answer.startsWith("$")) throw new Slip("Write a JSONPath, such as $.id or $.users[*].");
  return answer;
}

export function readVariable(answer: string): string {
  const name = answer.replace(/^\$\{?(\w+)\}?$/, "$1");
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Slip("Write the name of an environment variable, such as ADMIN_TOKEN.");
  return name;
}

/** A command and its arguments: blanks part words, quotes hold them together, and nothing else means anything. */
export function readCommand(answer: string): readonly string[] {
  const words = [...answer.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double: string | undefined, single: string | undefined) =>
      String(double ?? single),
    ),
  );
  if (words.length === 0 || /["']/.test(answer.replace(/"[^"]*"|'[^']*'/g, "")))
    throw new Slip("Write a command, such as npm start; quote what holds blanks.");
  const operator = words.find((word) => /^(?:&&|\|\|?|;|>|<|&)$/.test(word));
  if (operator !== undefined)
    throw new Slip(`There is no shell: put what holds ${operator} into a script, and name that.`);
  return words.map(homely);
}

export function readListen(answer: string): string {
  if (!/^(?:\[[^\]]+\]|[^\s:]+):\d{1,5}$/.test(answer))
    throw new Slip("Write a host and a port, such as 127.0.0.1:9400.");
  return answer;
}
