import type { Identity } from "../../observe/snapshot.ts";
import { shorten, visible, wrap } from "../text.ts";
import type { AccountsStory, AccountStory } from "./accounts.ts";
import type { RequestStory } from "./requests.ts";
import type { Story } from "./story.ts";

/** A part of a story: a label, and its lines, which are visible already and no wider than asked for. */
export interface Section {
  readonly label: string;
  readonly lines: readonly StoryLine[];
}

export interface StoryLine {
  readonly text: string;
  /** `gone` and `come`: of a difference; `decisive`: look here. */
  readonly tone: "plain" | "gone" | "come" | "decisive";
}

export interface Telling {
  /** Characters of a line. */
  readonly width: number;
  /** `short`: no claims, and of the requests the decisive one alone; `all`: every request, uncut, the kit's own too. */
  readonly extent: "short" | "usual" | "all";
}

/** Of so many requests all are told; of more, those around the decisive one. */
const MOST_REQUESTS = 14;
/** Of each kind of change. */
const MOST_ACCOUNTS = 3;
/** Of how many characters a name is padded to at most. */
const NAME = 24;

/** The story as text, in the order in which it happened: what was sent, what was asked, what became of the accounts. */
export function storySections(story: Story, telling: Telling): readonly Section[] {
  const cut = (lines: readonly StoryLine[]) =>
    lines.map(({ text, tone }) => {
      const shown = visible(text);
      return { text: telling.extent === "all" ? shown : shorten(shown, telling.width), tone };
    });
  const sections: readonly Section[] = [
    { label: "sent", lines: telling.extent === "short" ? [] : sentLines(story) },
    { label: "accounts", lines: accountLines(story.accounts, telling) },
    { label: "requests", lines: requestLines(story, telling) },
    { label: "told", lines: story.page === null ? [] : [plain(story.page.replace(/\s+/g, " ").trim())] },
  ];
  return sections.map(({ label, lines }) => ({ label, lines: cut(lines) })).filter(({ lines }) => lines.length > 0);
}

function plain(text: string): StoryLine {
  return { text, tone: "plain" };
}

function sentLines({ sent }: Story): readonly StoryLine[] {
  return sent.flatMap((claims, index) => {
    const width = Math.min(NAME, Math.max(...Object.keys(claims).map(({ length }) => length)));
    const lines = Object.entries(claims).map(([name, value]) => plain(`${name.padEnd(width)}  ${show(value)}`));
    return index === 0 ? lines : [plain("and"), ...lines];
  });
}

function accountLines(
  { before, after, counts, created, deleted, changed }: AccountsStory,
  { width }: Telling,
): readonly StoryLine[] {
  const few = <T>(all: readonly T[], of: number, tell: (one: T) => readonly StoryLine[]): readonly StoryLine[] => {
    const shown = all.slice(0, MOST_ACCOUNTS);
    return [...shown.flatMap(tell), ...(of > shown.length ? [plain(`… ${of - shown.length} more`)] : [])];
  };
  const whole = (sign: string, tone: StoryLine["tone"]) => (account: AccountStory) => {
    const fields = Object.entries(account.fields).map(([field, value]) => `${field}: ${show(value)}`);
    const lines = fields.length === 0 ? [] : wrap(visible(fields.join(", ")), width - 4);
    return [`${sign} ${called(account)}`, ...lines.map((line) => `    ${line}`)].map((text) => ({ text, tone }));
  };
  const lines = [
    ...few(created, counts.created, whole("+", "come")),
    ...few(deleted, counts.deleted, whole("-", "gone")),
    ...few(changed, counts.changed, (one): readonly StoryLine[] => [
      plain(`~ ${called(one)}`),
      ...one.fields.flatMap(({ field, before: old, after: now, volatile }): readonly StoryLine[] =>
        volatile === true
          ? [plain(`    ${field}: ${show(now)}, before ${show(old)}, as at each sign-in`)]
          : [
              { text: `  - ${field}: ${show(old)}`, tone: "gone" },
              { text: `  + ${field}: ${show(now)}`, tone: "come" },
            ],
      ),
    ]),
  ];
  return [plain(`= ${before} → ${after}${lines.length === 0 ? ", none of them changed" : ""}`), ...lines];
}

function called({ id, name }: { readonly id: string; readonly name: string | null }): string {
  return name === null ? `account ${id}` : `${name} (account ${id})`;
}

function requestLines({ requests: all, decisive }: Story, { extent, width }: Telling): readonly StoryLine[] {
  const { requests, others } = extent === "all" ? { requests: all, others: 0 } : ofOneBrowser(all, decisive);
  const mark = requests.findIndex(({ id }) => id === decisive?.exchange);
  const told = requests.map((request, index): readonly StoryLine[] => {
    const line = requestText(`${index + 1}. `, request, extent === "all" ? Infinity : width);
    if (index !== mark) return [plain(line)];
    return [line, `   ↑ ${decisive?.why ?? ""}`].map((text) => ({ text, tone: "decisive" }));
  });
  if (extent === "short") return told[mark] ?? [];
  const alike = others === 0 ? [] : [plain(`   and so in ${others} other browser${others === 1 ? "" : "s"}`)];
  if (extent === "all" || told.length <= MOST_REQUESTS) return [...told.flat(), ...alike];
  return [...around(told, mark === -1 ? told.length - 1 : mark), ...alike];
}

/** Where several people sign in, one way is told; what the SP asks is then of none of them for certain. */
function ofOneBrowser(
  all: readonly RequestStory[],
  decisive: Story["decisive"],
): { readonly requests: readonly RequestStory[]; readonly others: number } {
  const browsers = [...new Set(all.flatMap(({ browser }) => browser ?? []))];
  const one = all.find(({ id }) => id === decisive?.exchange)?.browser ?? browsers.at(-1);
  if (browsers.length < 2) return { requests: all, others: 0 };
  return { requests: all.filter(({ browser }) => browser === one), others: browsers.length - 1 };
}

/** The first, those next to the decisive one, and the last. */
function around(all: readonly (readonly StoryLine[])[], mark: number): readonly StoryLine[] {
  const kept = all.map((_, at) => at < 2 || at >= all.length - 2 || Math.abs(at - mark) <= 4);
  return all.flatMap((lines, at) => {
    if (kept[at] === true) return lines;
    if (kept[at - 1] !== true) return [];
    const next = kept.indexOf(true, at);
    return [plain(`   … ${next - at} more`)];
  });
}

const WHO = { browser: "", sp: "the SP: ", kit: "the kit: " } as const;

/** No wider than `width`: the address gives way, and how it was answered stays. */
function requestText(number: string, { by, method, url, answer, followed }: RequestStory, width: number): string {
  const whole = width === Infinity;
  const [status = "", ...to] = answer.split(" ");
  const short = followed ? [] : to.map(brief);
  const told = visible(whole || !/^\d+$/.test(status) ? answer : [status, ...short].join(" "));
  const [before, after] = [`${number}${WHO[by]}${method} `, ` → ${shorten(told, Math.max(30, width / 2))}`];
  const shown = visible(whole ? url : brief(url));
  return `${before}${whole ? shown : shorten(shown, width - before.length - after.length)}${after}`;
}

/** An address by the names of its parameters: what an error says stays. */
function brief(url: string): string {
  const [, path = "", query = "", fragment = ""] = /^([^?#]*)\??([^#]*)(#?.*)$/s.exec(url) ?? [];
  if (query === "") return url;
  const parameters = query.split("&").map((pair) => (pair.startsWith("error") ? pair : (pair.split("=")[0] ?? "")));
  return `${path}?${parameters.join("&")}${fragment}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (isIdentity(value)) return value.issuer === undefined ? value.subject : `${value.subject} at ${value.issuer}`;
  return JSON.stringify(value) ?? "absent";
}

function isIdentity(value: unknown): value is Identity {
  return typeof value === "object" && value !== null && "subject" in value && typeof value.subject === "string";
}
