import { describe, expect, it } from "vitest";
import type { Exchange, ProtocolMessage } from "../../harness/observe/exchange.ts";
import { sentIn } from "../../harness/observe/sent.ts";

let last = 0;

function exchange(by: Exchange["by"], url: string, ...messages: readonly ProtocolMessage[]): Exchange {
  return { id: ++last, at: last, duration_ms: 1, by, request: { method: "GET", url, headers: {} }, messages };
}

const asked = (content: ProtocolMessage["content"], by: Exchange["by"] = "browser") =>
  exchange(by, "http://127.0.0.1:1/oidc/auth", { kind: "authorization_request", content });
const given: Exchange = {
  ...exchange("sp", "http://127.0.0.1:1/oidc/token", {
    kind: "token_response",
    content: { access_token: "[secret]", id_token: "[secret]" },
  }),
  response: { status: 200, headers: {}, body: JSON.stringify({ access_token: "at-0123456789", id_token: "a.b.c" }) },
};

describe("what the SP sent", () => {
  it("is told by its length, and by whether it is the same, never by its value", () => {
    const sent = sentIn([asked({ state: "same-state", nonce: "one" }), asked({ state: "same-state", nonce: "two" })]);
    const [first, second] = sent?.requests ?? [];
    expect(first).toEqual({
      state: { length: 10, digest: second?.state?.digest },
      nonce: { length: 3, digest: expect.not.stringContaining(second?.nonce?.digest ?? "") },
    });
    expect(JSON.stringify(sent)).not.toMatch(/same-state|one|two/);
  });

  it("is nothing where nobody was sent to an IdP, and unread where it was pushed or is an object", () => {
    expect(sentIn([given, exchange("kit", "http://localhost/accounts")])).toBeUndefined();
    expect(sentIn([asked({ client_id: "x", request_uri: "urn:1" }), asked({ request: "a.b.c" })])).toEqual({
      requests: [],
      unread: 2,
      tokens_in_urls: [],
    });
  });

  it("names a token that stands in a query, of whoever asks there, but for the ID token at a logout", () => {
    const all = [
      asked({ state: "s" }),
      given,
      exchange("sp", "http://127.0.0.1:1/oidc/me?access_token=at-0123456789"),
      exchange("browser", "http://localhost/home?x=1&jwt=a.b.c"),
      exchange("browser", "http://127.0.0.1:1/oidc/end?id_token_hint=a.b.c"),
      exchange("kit", "http://localhost/api?t=at-0123456789"),
    ];
    expect(sentIn(all)?.tokens_in_urls).toEqual([
      { by: "sp", token: "access_token", url: "http://127.0.0.1:1/oidc/me", parameter: "access_token" },
      { by: "browser", token: "id_token", url: "http://localhost/home", parameter: "jwt" },
    ]);
  });
});
