import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { expect, it, onTestFinished } from "vitest";
import type { Exchange, ProtocolMessage } from "../../harness/observe/exchange.ts";
import type { SignInObservation, StepObservation } from "../../harness/observe/observation.ts";
import type { Account } from "../../harness/observe/snapshot.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { createListReporter, REPORT_KINDS, type ReportDocument } from "../../harness/report/index.ts";
import { HOSTILE, SECRET, wholeRun } from "./events.ts";

const SP = "http://localhost:3000";
const IDP = "http://127.0.0.1:9400";
const CALLBACK = `${SP}/auth/callback?code=abc&state=0123456789abcdef01234567`;
const CODE = { code: "abc", state: "0123456789abcdef01234567" };
const CLAIMS = { sub: "s-ada", email: "ada.king@acme.test", email_verified: true, nonce: "n", aud: "app", iss: IDP };

let ids = 0;

function asked(url: string, status: number, more: Partial<Exchange> & { readonly location?: string } = {}): Exchange {
  const { location, ...rest } = more;
  const id = ++ids;
  return {
    id,
    at: id,
    duration_ms: 1,
    by: "browser",
    ...(rest.by === undefined ? { browser: "fresh" } : {}),
    request: { method: "GET", url, headers: { cookie: `sid=${SECRET}` } },
    response: { status, headers: location === undefined ? {} : { location } },
    messages: [],
    ...rest,
  };
}

function message(kind: ProtocolMessage["kind"], content: ProtocolMessage["content"]): ProtocolMessage {
  return { kind, content };
}

/** One sign-in by OpenID Connect, as it goes over the wire. */
function wire(ends = () => asked(`${SP}/home`, 200)): readonly Exchange[] {
  const start = asked(`${SP}/login?return_to=%2F`, 302, { location: `${IDP}/authorize?state=x` });
  const authorize = asked(`${IDP}/authorize?state=x`, 303, { location: CALLBACK });
  const callback = asked(CALLBACK, 303, { location: "/home", messages: [message("authorization_response", CODE)] });
  const token = asked(`${IDP}/token`, 200, { by: "sp", messages: [message("id_token", CLAIMS)] });
  const userinfo = asked(`${IDP}/userinfo`, 200, {
    by: "sp",
    messages: [message("userinfo", { sub: "s-ada", email: "other@acme.test", groups: ["admins"] })],
  });
  const end = ends();
  const read = asked(`${SP}/admin/accounts`, 200, { by: "kit" });
  return [start, authorize, token, userinfo, callback, end, read];
}

const account = (id: string, fields: Partial<Account>): Account => ({ id, seen_by: {}, ...fields });

interface Stage {
  readonly exchanges?: readonly Exchange[];
  readonly before?: readonly Account[];
  readonly after?: readonly Account[];
  readonly signIn?: Partial<SignInObservation>;
}

/** The whole run of events.ts, whose failed check saw this. */
function run({ exchanges = wire(), before = [], after = [], signIn = {} }: Stage): readonly RunEvent[] {
  return wholeRun().map((event) => {
    if (event.type !== "check_finished" || event.verdict.verdict !== "failed") return event;
    const [variant] = event.observation.variants;
    const [step] = variant?.steps ?? [];
    const [first] = step?.sign_ins ?? [];
    if (variant === undefined || step === undefined || first === undefined) throw new Error("no step");
    const seen: StepObservation = {
      ...step,
      exchanges,
      before: { at: 1, accounts: before },
      after: { at: 2, accounts: after },
      names: { adas: "7" },
      sign_ins: [{ ...first, ...signIn }],
    };
    return { ...event, observation: { ...event.observation, variants: [{ ...variant, steps: [seen] }] } };
  });
}

async function listed(stage: Stage, options: { readonly trace?: boolean; readonly colors?: boolean } = {}) {
  let text = "";
  const { colors = false, trace = false } = options;
  const output = { isTTY: false, colors, columns: 100, write: (more: string) => void (text += more) };
  const list = createListReporter({ output, reports: [], trace });
  for (const event of run(stage)) await list.on(event);
  return text;
}

async function written(kind: string, stage: Stage): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "jitterbug-story-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, kind);
  const reporter = REPORT_KINDS[kind]?.({ path, version: "1" });
  for (const event of run(stage)) await reporter?.on(event);
  return readFile(path, "utf8");
}

/** What stands under the failed check, without what all reports share. */
function story(text: string): string {
  const [, after = ""] = /a\.yaml:22:7 \(harm\)\n\n([\s\S]*?)\n\n {6}likely cause/.exec(text) ?? [];
  return after.replace(/^ {6}/gm, "");
}

const MOVED: Stage = {
  before: [account("7", { email: "ada@acme.test", roles: ["guest"] })],
  after: [
    account("7", { email: "ada.king@acme.test", roles: ["guest"], attributes: { api_key: SECRET, title: null } }),
    account("8", { email: "ada@acme.test", identities: [{ issuer: IDP, subject: "s-ada" }] }),
  ],
};

it("when somebody signed in last is shown as no change of the account, and after what is one", async () => {
  const of = (last_sign_in: string, email: string) => account("7", { last_sign_in, email });
  const stage = { before: [of("2026-11-29", "ada@acme.test")], after: [of("2026-11-30", "ada.king@acme.test")] };
  expect(story(await listed(stage))).toContain(
    `
              ~ adas (account 7)
                - email: "ada@acme.test"
                + email: "ada.king@acme.test"
                  last_sign_in: "2026-11-30", before "2026-11-29", as at each sign-in`,
  );
  const { checks } = JSON.parse(await written("json", stage)) as ReportDocument;
  expect(
    checks.flatMap(({ steps }) => steps.flatMap(({ happened }) => happened?.accounts.changed ?? [])),
  ).toMatchObject([{ fields: [{ field: "email" }, { field: "last_sign_in", volatile: true }] }]);
});

it("a failure shows what was sent, the accounts as a difference, and the requests with the decisive one", async () => {
  expect(story(await listed(MOVED))).toBe(
    `
sent          sub               "s-ada"
              email             "ada.king@acme.test"
              email_verified    true
              email (userinfo)  "other@acme.test"
              groups            ["admins"]
accounts      = 1 → 2
              + account 8
                  email: "ada@acme.test", identities: [s-ada at http://127.0.0.1:9400]
              ~ adas (account 7)
                - email: "ada@acme.test"
                + email: "ada.king@acme.test"
                - attributes.api_key: null
                + attributes.api_key: "[redacted]"
requests      1. GET http://localhost:3000/login?return_to → 302
              2. GET http://127.0.0.1:9400/authorize?state → 303
              3. GET http://localhost:3000/auth/callback?code&state → 303
                 ↑ here the SP read what the IdP said
              4. the SP: GET http://127.0.0.1:9400/token → 200
              5. the SP: GET http://127.0.0.1:9400/userinfo → 200
              6. GET http://localhost:3000/home → 200`.trim(),
  );
});

it("not the page of somebody who was let in; what somebody was told who was not", async () => {
  expect(await listed(MOVED)).not.toContain("Home —");
  const page = { url: `${SP}/x`, status: 403, title: "No", text: `Ask\n  ${HOSTILE}` };
  const refused = await listed({ signIn: { outcome: "refused", session: { state: "signed_out" }, page } });
  expect(story(refused)).toContain(
    `told          No — Ask <script>alert("x")</script>\\u{1b}[31m\\u{202e}evil]]>\\u{0}`,
  );
  expect(story(refused)).toContain("accounts      = 0 → 0, none of them changed");
});

it("marks what broke", async () => {
  const broke = { kind: "status", why: "HTTP 500" } as const;
  const exchanges = wire(() => asked(`${SP}/home`, 500));
  expect(story(await listed({ exchanges, signIn: { broke } }))).toMatch(/\/home → 500\n +↑ here it broke/);
  const hung = wire(() => asked(`${SP}/home`, 0, { failure: { kind: "timeout", detail: "10 s" } }));
  const silent = { kind: "no_answer", why: "no answer" } as const;
  expect(story(await listed({ exchanges: hung, signIn: { broke: silent } }))).toMatch(
    /\/home → no answer: timeout, 10 s\n +↑ here it broke/,
  );
});

it("of many requests, those around the decisive one", async () => {
  const sent = wire();
  const loop = Array.from({ length: 30 }, (_, at) => asked(`${SP}/loop/${at}`, 302));
  const told = story(await listed({ exchanges: [...sent, ...loop] }));
  expect(told).toContain("… 27 more");
  expect(told).toContain("36. GET http://localhost:3000/loop/29 → 302");
  expect(told.split("\n").length).toBeLessThan(30);
});

it("reads assertions, and says where they are encrypted", async () => {
  const assertion = (inner: string) =>
    `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${inner}</p:Response>`;
  const open = assertion(
    `<Assertion><Subject><NameID>s-ada</NameID></Subject><AttributeStatement>` +
      `<Attribute Name="mail"><AttributeValue>a@x</AttributeValue></Attribute>` +
      `<Attribute Name="groups"><AttributeValue>g1</AttributeValue><AttributeValue>g2</AttributeValue></Attribute>` +
      `</AttributeStatement></Assertion>`,
  );
  const post = (xml: string) => asked(`${SP}/acs`, 302, { messages: [message("Response", { xml })] });
  const told = story(await listed({ exchanges: [post(open)] }));
  expect(told).toContain(
    `sent          NameID  "s-ada"\n              mail    "a@x"\n              groups  ["g1", "g2"]`,
  );
  expect(story(await listed({ exchanges: [post(assertion("<EncryptedAssertion/>"))] }))).toContain(
    `"encrypted for the SP"`,
  );
  expect(story(await listed({ exchanges: [post("<p:Response <<")] }))).not.toContain("sent");
});

it("no line of it is wider than the terminal, nor holds what a terminal would obey", async () => {
  const long = "x".repeat(500);
  const claims = { sub: HOSTILE, [long]: long, groups: Array.from({ length: 2000 }, () => long) };
  const exchanges = [
    asked(`${SP}/${long}?${long}=1`, 302, { location: long, messages: [message("id_token", claims)] }),
  ];
  const after = [account("9", { name: HOSTILE + long, attributes: { [long]: long } })];
  const text = await listed({ exchanges, after });
  expect(text).not.toContain("\u001b");
  expect(text).toContain("→ 302");
  const told = story(text).split("\n");
  expect(Math.max(...told.map((line) => Array.from(line).length))).toBeLessThan(100);
});

it("says it in colours, and in words", async () => {
  const text = await listed(MOVED, { colors: true });
  expect(text).toContain(`\u001b[32m    + email: "ada.king@acme.test"`.replace("    +", "  +"));
  expect(text).toContain("\u001b[1m   ↑ here");
});

it("--trace tells of every request of every check, the kit's own too, and uncut", async () => {
  const text = await listed(MOVED, { trace: true });
  expect(text).toMatch(/✓ check-passed/);
  expect(text).toContain("7. the kit: GET http://localhost:3000/admin/accounts → 200");
  expect(text).toContain("GET http://localhost:3000/auth/callback?code=[redacted]&state=012345…[redacted] → 303 /home");
  expect(text.match(/check-warned[\s\S]*?check-observed/)?.[0]).toContain("requests      1. GET");
  expect(text).not.toContain(SECRET);
});

it("stands in JSON for checks that did not pass, bounded", async () => {
  const report = JSON.parse(await written("json", MOVED)) as ReportDocument;
  const step = report.checks.find(({ verdict }) => verdict === "failed")?.steps[0];
  expect(step?.happened).toMatchObject({
    sent: [{ sub: "s-ada", email: "ada.king@acme.test", "email (userinfo)": "other@acme.test" }],
    accounts: {
      before: 1,
      after: 2,
      created: [{ id: "8", name: null, fields: { email: "ada@acme.test" } }],
      deleted: [],
      changed: [{ id: "7", name: "adas" }],
    },
    decisive: { why: "here the SP read what the IdP said" },
  });
  const marked = step?.exchanges.find(({ id }) => id === step.happened?.decisive?.exchange);
  expect(marked?.request.url).toContain("/auth/callback");
  expect(JSON.stringify(report)).not.toContain(SECRET);
});

it("stands in JUnit for whoever reads the output of a CI server alone", async () => {
  const document = new DOMParser().parseFromString(await written("junit", MOVED), "text/xml");
  const text = document.getElementsByTagName("failure")[0]?.textContent ?? "";
  expect(text).toContain("what happened in step 4, sign_in: ada:\n  sent\n    sub");
  expect(text).toContain(`      + email: "ada.king@acme.test"`);
  expect(text).toContain("       ↑ here the SP read what the IdP said");
  expect(text).not.toContain(SECRET);
});

it("several sign-ins at once are one way, and how many others; of many accounts, a few", async () => {
  const both = ["first", "second", "third"].flatMap((browser) =>
    wire().map((one) => (one.by === "browser" ? { ...one, browser } : one)),
  );
  const after = Array.from({ length: 9 }, (_, at) => account(`id-${at}`, { email: "ada@acme.test" }));
  const told = story(await listed({ exchanges: both, after }));
  expect(told).toContain("+ account id-2\n");
  expect(told).not.toContain("account id-3");
  expect(told).toContain("… 6 more");
  expect(told).toMatch(/4\. GET http:\/\/localhost:3000\/home → 200\n +and so in 2 other browsers$/);
});

it("what went wrong in the same way in several rows of `each` is told once", async () => {
  const rows = ["first", "second", "third"];
  const events = run({}).map((event) => {
    if (event.type !== "check_finished" || event.verdict.verdict !== "failed") return event;
    const [variant] = event.observation.variants;
    const [step] = event.verdict.steps;
    if (variant === undefined || step === undefined) throw new Error("no step");
    const actual = (row: string) => (row === "third" ? "refused" : `created 1 (account ${row}-id): ada.${row}ns@x`);
    const steps = rows.map((row) => ({
      ...step,
      variant: row,
      judgements: step.judgements.map((one) => ({ ...one, actual: actual(row) })),
    }));
    const variants = rows.map((name) => ({ ...variant, name, ns: `${name}ns` }));
    return { ...event, verdict: { ...event.verdict, steps }, observation: { ...event.observation, variants } };
  });
  let text = "";
  const output = { isTTY: false, colors: false, columns: 100, write: (more: string) => void (text += more) };
  const list = createListReporter({ output, reports: [] });
  for (const event of events) await list.on(event);
  expect(text).toContain("step 4, with first: sign_in: ada");
  expect(text).toContain("                    the same with second\n");
  expect(text).not.toContain("step 4, with second");
  expect(text).toContain("step 4, with third: sign_in: ada");
});
