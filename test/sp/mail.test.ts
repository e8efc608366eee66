import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createTransport } from "nodemailer";
import { describe, expect, test } from "vitest";
import type { HttpMail } from "../../harness/scenario/model/index.ts";
import { linksIn, secretLink, secretsOf } from "../../harness/sp/mail/links.ts";
import { createSp, SmtpMailbox } from "../../harness/sp/index.ts";
import { PLACE, targetOf } from "./support/target.ts";
import { failure, later } from "./support/world.ts";

const TOKEN = "Zq81_x0pQ-77aa41bbc";
const LINK = `http://localhost:1/reset/${TOKEN}`;
const NS = "k3x9q2ab";
const ADA = `ada.${NS}@acme.test`;

describe("the links of a mail", () => {
  test.each([
    [`Go on here: ${LINK}.`, [LINK]],
    [`<a href="http://localhost:1/r?t=${TOKEN}&amp;next=%2F">Go on</a>`, [`http://localhost:1/r?t=${TOKEN}&next=%2F`]],
    [`(${LINK}) and again ${LINK}`, [LINK]],
    [`{"text":"open ${LINK}\\n\\nbye"}`, [LINK]],
    [`<img alt="" src="http://localhost:1/seen.png?c=Px9${TOKEN}"><a href='${LINK}'>Go on</a>`, [LINK]],
    [`<td background=http://localhost:1/b.png><p style="x: url('http://localhost:1/c')">${LINK}`, [LINK]],
    [`{"html":"<img src=\\"http://localhost:1/l.png\\"> <a href=\\"${LINK}\\">Go</a>"}`, [LINK]],
    [`http://localhost:1/r?t=${TOKEN}&src=mail`, [`http://localhost:1/r?t=${TOKEN}&src=mail`]],
    ["http://[ and nothing", []],
    ["no address", []],
  ])("%s", (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  test.each([
    [LINK, [TOKEN]],
    [`http://localhost:1/r?token=${TOKEN}&email=${ADA}`, [TOKEN]],
    [`http://localhost:1/#/reset/${TOKEN}`, [TOKEN]],
    ["http://localhost:1/auth/password/forgot-password-again", []],
    [`http://localhost:1/people/ada.${NS}`, []],
  ])("what opens something in %s", (link, secrets) => {
    expect(secretsOf(link, NS)).toEqual(secrets);
  });

  test("is the SP's own with a secret in it, whatever stands beside it", () => {
    const others = ["http://localhost:1/login", `http://elsewhere.test/reset/${TOKEN}`];
    expect(secretLink([...others, LINK, `${LINK}2`], "http://localhost:1", NS)).toBe(LINK);
    expect(secretLink(others, "http://localhost:1", NS)).toBeNull();
  });
});

async function opened(): Promise<SmtpMailbox> {
  const mailbox = await SmtpMailbox.open({ host: "127.0.0.1", port: 0 });
  later(() => mailbox.close());
  return mailbox;
}

describe("mail that the kit receives", () => {
  test.each([
    ["plain, in long lines", { text: `${"word ".repeat(60)}${LINK}` }],
    ["HTML alone", { html: `<p><a href="${LINK}">Go on</a></p>` }],
    ["in another charset", { text: `Für Ada: ${LINK}`, textEncoding: "quoted-printable" as const }],
  ])("%s", async (_, content) => {
    const mailbox = await opened();
    await createTransport({ host: "127.0.0.1", port: mailbox.port }).sendMail({
      from: "sp@sp.test",
      to: ADA,
      ...content,
    });
    expect(mailbox.linksTo(ADA.toUpperCase()).flat()).toEqual([LINK]);
    expect(mailbox.linksTo("eve@acme.test")).toEqual([]);
  });

  test("is kept for each whom it is to, and whoever sends it may give any name and password", async () => {
    const mailbox = await opened();
    const auth = { user: "app", pass: "secret" };
    const transport = createTransport({ host: "127.0.0.1", port: mailbox.port, auth });
    await transport.sendMail({ from: "sp@sp.test", to: [ADA, "bob@acme.test"], text: LINK });
    expect(mailbox.linksTo("bob@acme.test")).toEqual([[LINK]]);
    expect(mailbox.linksTo(ADA)).toEqual([[LINK]]);
  });

  test("is refused where it is too large, and the next one is taken", async () => {
    const mailbox = await opened();
    const transport = createTransport({ host: "127.0.0.1", port: mailbox.port });
    const large = { from: "sp@sp.test", to: ADA, text: "x".repeat(3 * 1024 * 1024) };
    await expect(transport.sendMail(large)).rejects.toMatchObject({ responseCode: 552 });
    await transport.sendMail({ from: "sp@sp.test", to: ADA, text: LINK });
    expect(mailbox.linksTo(ADA)).toEqual([[LINK]]);
  });

  test("a port that somebody holds is told, with the cure", async () => {
    const { port } = await opened();
    const error = await failure(SmtpMailbox.open({ host: "127.0.0.1", port }));
    expect(error.code).toBe("ERR_PORT_TAKEN");
    expect(error.message).toContain(`127.0.0.1:${port}`);
  });

  test("closes with a client that is in the middle of it", async () => {
    const mailbox = await SmtpMailbox.open({ host: "127.0.0.1", port: 0 });
    const socket = connect(mailbox.port, "127.0.0.1");
    later(() => Promise.resolve(socket.destroy()));
    await new Promise((resolve) => socket.once("data", resolve));
    await mailbox.close();
    await expect(SmtpMailbox.open({ host: "127.0.0.1", port: mailbox.port }).then((one) => one.close())).resolves.toBe(
      undefined,
    );
  });
});

/** A mailbox of an SP's development, which answers so. */
async function answering(
  status: number,
  body: string,
): Promise<{ readonly base_url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    res.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  later(() => new Promise((resolve) => server.close(resolve)));
  return { base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function mailboxAt(status: number, body: string, text?: string) {
  const real = await answering(status, body);
  const mail: HttpMail = {
    kind: "http",
    request: { method: "GET", target: "/dev/mail?to={{email}}" },
    headers: {},
    ...(text === undefined ? {} : { text }),
    place: PLACE,
  };
  const secrets: string[] = [];
  const exchanges: unknown[] = [];
  const sp = createSp({
    target: targetOf({ base_url: real.base_url, mail }),
    variables: {},
    onSecrets: (found) => secrets.push(...found),
    onExchange: (exchange) => exchanges.push(exchange),
  });
  later(() => sp.close());
  if (sp.mailbox === null) throw new Error("there is no mailbox");
  return { mailbox: sp.mailbox, secrets, exchanges, asked: real.asked };
}

describe("mail that the SP's own mailbox shows", () => {
  const to = { address: ADA, ns: NS };

  test.each([
    ["as a text", `Hello, go on at ${LINK}`, undefined],
    ["in JSON", JSON.stringify({ messages: [{ html: `<a href="${LINK}">x</a>` }] }), "$.messages[*].html"],
  ])("%s: every secret of it is told, and no request", async (_, body, text) => {
    const { mailbox, secrets, exchanges, asked } = await mailboxAt(200, body, text);
    expect([...(await mailbox.before(to))]).toEqual([LINK]);
    expect(secrets).toEqual([TOKEN]);
    expect(exchanges).toEqual([]);
    expect(asked).toEqual([`GET /dev/mail?to=${encodeURIComponent(ADA)}`]);
  });

  test("an empty one may be nowhere", async () => {
    const { mailbox } = await mailboxAt(404, "nothing here");
    expect([...(await mailbox.before(to))]).toEqual([]);
  });

  test.each([
    ["a failure", 500, "Traceback", undefined, "with HTTP 500"],
    ["no JSON", 200, "Hello", "$[*]", "with no JSON"],
  ])("%s is told with its place, and not what it says", async (_, status, body, text, words) => {
    const { mailbox } = await mailboxAt(status, body, text);
    const error = await failure(mailbox.before(to));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toContain(`mail (${PLACE.file}:${PLACE.line})`);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain(body);
  });
});
