import { expect, it } from "vitest";
import { idpRefusal } from "../../harness/drive/idp-refusal.ts";
import { Recorder } from "../../harness/drive/recorder.ts";
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

function open(...names: readonly string[]): Recorder {
  const recorder = new Recorder();
  for (const ns of names) recorder.open(ns);
  return recorder;
}

it("a browser's exchange belongs to the namespace in the browser's name", () => {
  const recorder = open("aaaaaaaa", "bbbbbbbb");
  const one = exchange({ browser: "bbbbbbbb/fresh-1", url: "http://localhost/aaaaaaaa" });
  recorder.record(one);
  expect([recorder.take("aaaaaaaa"), recorder.take("bbbbbbbb")]).toEqual([[], [one]]);
});

it("what the SP or the kit sends belongs to the namespace that stands in it; discovery and keys to nobody", () => {
  const recorder = open("aaaaaaaa", "bbbbbbbb");
  const read = exchange({ by: "kit", url: "http://localhost/admin?ns=bbbbbbbb" });
  const token = exchange({ by: "sp", messages: [{ kind: "id_token", content: { sub: "aaaaaaaa-ada" } }] });
  const seeded = exchange({ by: "kit", body: '{"email":"ada.aaaaaaaa@acme.test"}' });
  for (const one of [read, exchange({ by: "sp", url: "http://localhost/jwks" }), token, seeded]) recorder.record(one);
  expect([recorder.take("aaaaaaaa"), recorder.take("bbbbbbbb")]).toEqual([[token, seeded], [read]]);
});

it("a token request belongs to the namespace whose browser carried its code, also where it is refused", () => {
  const recorder = open("aaaaaaaa", "bbbbbbbb");
  const location = "http://localhost/callback?state=1&code=C0de-b&iss=x";
  const redirect = exchange({ browser: "bbbbbbbb/x", response: { status: 303, headers: { location } } });
  const refused = exchange({
    by: "sp",
    url: "http://127.0.0.1/oidc/acme/token",
    body: "grant_type=authorization_code&code=C0de-b",
    response: { status: 401, headers: {}, body: '{"error":"invalid_client"}' },
  });
  recorder.record(redirect);
  recorder.record(refused);
  expect(recorder.peek("bbbbbbbb")).toEqual([redirect, refused]);
  expect(idpRefusal(recorder.peek("bbbbbbbb"), 0)).toBe(
    "; the IdP had answered the SP's GET /oidc/acme/token with HTTP 401 invalid_client",
  );
  expect(idpRefusal(recorder.peek("bbbbbbbb"), refused.at + 1)).toBe("");
  expect(recorder.take("aaaaaaaa")).toEqual([]);
});

it("takes once, in the order of the requests, and nothing for a namespace that is closed", () => {
  const recorder = open("aaaaaaaa");
  const [first, second] = [exchange({ browser: "aaaaaaaa/x" }), exchange({ browser: "aaaaaaaa/x" })];
  recorder.record(second);
  recorder.record(first);
  expect(recorder.take("aaaaaaaa")).toEqual([first, second]);
  expect(recorder.take("aaaaaaaa")).toEqual([]);
  recorder.close("aaaaaaaa");
  recorder.record(exchange({ browser: "aaaaaaaa/x" }));
  expect(recorder.take("aaaaaaaa")).toEqual([]);
});

it("a scenario in a loop does not fill the memory", () => {
  const recorder = open("aaaaaaaa");
  for (let n = 0; n < 2_000; n++) recorder.record(exchange({ browser: "aaaaaaaa/x" }));
  expect(recorder.take("aaaaaaaa")).toHaveLength(500);
});
