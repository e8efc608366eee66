import { expect, it } from "vitest";
import { idpRefusal } from "../../harness/observe/idp-refusal.ts";
import { Ledger } from "../../harness/drive/ledger.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";

let last = 0;

function exchange(more: Partial<Exchange> & { readonly url?: string; readonly body?: string } = {}): Exchange {
  const { url = "http://localhost/", body, ...rest } = more;
  return {
    id: ++last,
    at: last,
    duration_ms: 1,
    by: "browser",
    request: { method: "GET", url, headers: {}, ...(body === undefined ? {} : { body }) },
    messages: [],
    ...rest,
  };
}

function open(...names: readonly string[]): Ledger {
  const ledger = new Ledger();
  for (const ns of names) ledger.open(ns);
  return ledger;
}

it("a browser's exchange belongs to the namespace in the browser's name", () => {
  const ledger = open("aaaaaaaa", "bbbbbbbb");
  const one = exchange({ browser: "bbbbbbbb/fresh-1", url: "http://localhost/aaaaaaaa" });
  ledger.record(one);
  expect([ledger.take("aaaaaaaa"), ledger.take("bbbbbbbb")]).toEqual([[], [one]]);
});

it("what an IdP saw of a browser is told by the browser alone, also where a namespace stands in it", () => {
  const ledger = open("aaaaaaaa");
  const url = "http://127.0.0.1/authorize?login_hint=ada.aaaaaaaa%40acme.test";
  const own = exchange({ browser: "aaaaaaaa/x", url });
  for (const one of [exchange({ url }), own]) ledger.record(one);
  expect(ledger.take("aaaaaaaa")).toEqual([own]);
});

it("what the SP or the kit sends belongs to the namespace that stands in it; discovery and keys to nobody", () => {
  const ledger = open("aaaaaaaa", "bbbbbbbb");
  const read = exchange({ by: "kit", url: "http://localhost/admin?ns=bbbbbbbb" });
  const token = exchange({ by: "sp", messages: [{ kind: "id_token", content: { sub: "aaaaaaaa-ada" } }] });
  const seeded = exchange({ by: "kit", body: '{"email":"ada.aaaaaaaa@acme.test"}' });
  for (const one of [read, exchange({ by: "sp", url: "http://localhost/jwks" }), token, seeded]) ledger.record(one);
  expect([ledger.take("aaaaaaaa"), ledger.take("bbbbbbbb")]).toEqual([[token, seeded], [read]]);
});

it("a token request belongs to the namespace whose browser carried its code, also where it is refused", () => {
  const ledger = open("aaaaaaaa", "bbbbbbbb");
  const location = "http://localhost/callback?state=1&code=C0de-b&iss=x";
  const redirect = exchange({ browser: "bbbbbbbb/x", response: { status: 303, headers: { location } } });
  const refused = exchange({
    by: "sp",
    url: "http://127.0.0.1/oidc/acme/token",
    body: "grant_type=authorization_code&code=C0de-b",
    response: { status: 401, headers: {}, body: '{"error":"invalid_client"}' },
  });
  ledger.record(redirect);
  ledger.record(refused);
  expect(ledger.peek("bbbbbbbb")).toEqual([redirect, refused]);
  expect(idpRefusal(ledger.peek("bbbbbbbb"), 0)).toBe(
    "; the IdP had answered the SP's GET /oidc/acme/token with HTTP 401 invalid_client",
  );
  expect(idpRefusal(ledger.peek("bbbbbbbb"), refused.at + 1)).toBe("");
  expect(ledger.take("aaaaaaaa")).toEqual([]);
});

it("takes once, in the order of the requests, and nothing for a namespace that is closed", () => {
  const ledger = open("aaaaaaaa");
  const [first, second] = [exchange({ browser: "aaaaaaaa/x" }), exchange({ browser: "aaaaaaaa/x" })];
  ledger.record(second);
  ledger.record(first);
  expect(ledger.take("aaaaaaaa")).toEqual([first, second]);
  expect(ledger.take("aaaaaaaa")).toEqual([]);
  ledger.close("aaaaaaaa");
  ledger.record(exchange({ browser: "aaaaaaaa/x" }));
  expect(ledger.take("aaaaaaaa")).toEqual([]);
});

it("a scenario in a loop does not fill the memory", () => {
  const ledger = open("aaaaaaaa");
  for (let n = 0; n < 2_000; n++) ledger.record(exchange({ browser: "aaaaaaaa/x" }));
  expect(ledger.take("aaaaaaaa")).toHaveLength(500);
});

it("an address with an access token in it belongs to whoever was given the token, whatever came of it", () => {
  const ledger = open("aaaaaaaa", "bbbbbbbb");
  const body = JSON.stringify({ access_token: "at-0123456789", id_token: "a.b.c" });
  const given = exchange({
    by: "sp",
    response: { status: 200, headers: {}, body },
    messages: [
      { kind: "token_response", content: { access_token: "[secret]" } },
      { kind: "id_token", content: { sub: "bbbbbbbb-ada" } },
    ],
  });
  const asked = exchange({ by: "sp", url: "http://127.0.0.1/userinfo?access_token=at-0123456789" });
  const other = exchange({ by: "sp", url: "http://127.0.0.1/userinfo?access_token=at-of-nobody" });
  for (const one of [given, asked, other]) ledger.record(one);
  expect([ledger.take("aaaaaaaa"), ledger.take("bbbbbbbb")]).toEqual([[], [given, asked]]);
});
