import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { startControl, type Control } from "../../harness/idp/control/server.ts";
import { Desk } from "../../harness/idp/host/desk.ts";

const TOKEN = "a-token-that-is-long-enough-for-a-test";
let control: Control | undefined;
afterEach(async () => {
  await control?.close();
  control = undefined;
});

/** What is sent to it, as no browser or fetch would: with a Host of one's own. */
async function post(
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ status: number; text: string }> {
  const asked: string[] = [];
  control = await startControl(0, TOKEN, {
    next: async ({ person }) => Promise.resolve({ person: asked.push(String(person)) }),
    logout: () => Promise.resolve({}),
    person: () => Promise.resolve(),
  });
  const given = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers };
  const answer = await new Promise<{ status: number; text: string }>((done, fail) => {
    const sent = request(`${control?.url ?? ""}/next`, { method: "POST", headers: given }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      incoming.on("end", () => done({ status: incoming.statusCode ?? 0, text }));
    });
    sent.on("error", fail);
    sent.end(body);
  });
  expect(asked).toHaveLength(answer.status === 201 ? 1 : 0);
  return answer;
}

describe("the control", () => {
  it("takes a call that names its own Host", async () => {
    expect((await post({}, `{"person":"ada"}`)).status).toBe(201);
  });

  it.each(["evil.test", "localhost", "127.0.0.1", "127.0.0.1:1"])("refuses one for the Host %s", async (host) => {
    const { status, text } = await post({ host }, `{"person":"ada"}`);
    expect(status).toBe(421);
    expect(text).toContain("this answers to the Host 127.0.0.1:");
  });

  it("reads no more of a body than it could need", async () => {
    const { status, text } = await post({}, JSON.stringify({ person: "a".repeat(70_000) }));
    expect([status, text]).toEqual([413, expect.stringContaining("larger than 65536 bytes")]);
  });
});

describe("who signs in next", () => {
  const at = (time: number, headers = {}) => ({ headers, time });

  it("is forgotten a minute later, so that nobody gets what somebody else left", () => {
    const desk = new Desk();
    const { header, until } = desk.next({ person: "bob", connection: "web" }, 0);
    expect(until).toBe("1970-01-01T00:01:00.000Z");
    const late = at(60_000, { [header.name.toLowerCase()]: header.value });
    expect(desk.take("web", late, late.time)).toBeUndefined();
    expect(desk.take("web", at(60_001), 60_001)).toBeUndefined();
  });

  it("is still the one just before that, at its own connection alone", () => {
    const desk = new Desk();
    desk.next({ person: "bob", connection: "web" }, 0);
    expect(desk.take("xml", at(1), 1)).toBeUndefined();
    expect(desk.take("web", at(59_999), 59_999)).toEqual(expect.objectContaining({ person: "bob" }));
    expect(desk.take("web", at(59_999), 59_999)).toBeUndefined();
  });
});
