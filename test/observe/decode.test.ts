import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeJwt, decodeSaml, messagesOfRequest, messagesOfResponse } from "../../harness/observe/index.ts";

const FORM = "application/x-www-form-urlencoded";
const JWT = [{ alg: "RS256", kid: "k" }, { sub: "ada", email: null }, "sig"]
  .map((part) => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url"))
  .join(".");
const get = (url: string) => messagesOfRequest({ method: "GET", url });
const post = (body: string) =>
  messagesOfRequest({ method: "POST", url: "http://localhost/x", contentType: `${FORM}; charset=utf-8`, body });

describe("messages of a request", () => {
  it("tells the OAuth messages apart by their parameters", () => {
    expect(get("http://idp/auth?client_id=app&response_type=code&scope=openid&scope=email#x")).toEqual([
      {
        kind: "authorization_request",
        content: { client_id: "app", response_type: "code", scope: ["openid", "email"] },
      },
    ]);
    expect(get("http://sp/cb?code=1&state=2")).toEqual([
      { kind: "authorization_response", content: { code: "1", state: "2" } },
    ]);
    expect(get("http://sp/cb?error=access_denied&state=2")).toMatchObject([{ kind: "authorization_response" }]);
    expect(post("grant_type=authorization_code&code=1&client_id=app")).toMatchObject([{ kind: "token_request" }]);
    expect(get("http://sp/list?error=1&page=2")).toEqual([]);
    expect(get("http://sp/")).toEqual([]);
  });

  it("reads the ID token of a form_post response", () => {
    expect(post(`id_token=${JWT}&state=2`)).toEqual([
      { kind: "authorization_response", content: { id_token: JWT, state: "2" } },
      { kind: "id_token", content: { sub: "ada", email: null }, header: { alg: "RS256", kid: "k" } },
    ]);
  });

  it("reads SAML of both bindings", () => {
    const xml = "<samlp:AuthnRequest/>";
    const deflated = encodeURIComponent(deflateRawSync(xml).toString("base64"));
    expect(get(`http://idp/sso?SAMLRequest=${deflated}&RelayState=r`)).toEqual([
      { kind: "AuthnRequest", content: { xml, RelayState: "r" } },
    ]);
    const plain = encodeURIComponent(Buffer.from("<samlp:Response/>").toString("base64"));
    expect(post(`SAMLResponse=${plain}`)).toEqual([{ kind: "Response", content: { xml: "<samlp:Response/>" } }]);
  });

  it("makes nothing of what is none", () => {
    expect(get("http://idp/sso?SAMLRequest=%%%")).toEqual([]);
    expect(post("SAMLResponse=!!!")).toEqual([]);
    expect(messagesOfRequest({ method: "POST", url: "/x", contentType: "application/json", body: "code=1" })).toEqual(
      [],
    );
    expect(decodeJwt("a.b")).toBeNull();
    expect(decodeJwt("a.b.c")).toBeNull();
    expect(decodeJwt(`${JWT}.x.y`)).toBeNull();
  });

  it("does not inflate a bomb", () => {
    const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024, "<")).toString("base64");
    expect(decodeSaml(bomb, "redirect")).toBeNull();
  });
});

describe("messages of a response", () => {
  it("reads token responses and the claims within", () => {
    const body = JSON.stringify({ access_token: "at", token_type: "Bearer", id_token: JWT });
    expect(
      messagesOfResponse({ contentType: "application/json; charset=utf-8", body }).map(({ kind }) => kind),
    ).toEqual(["token_response", "id_token"]);
    expect(messagesOfResponse({ contentType: "application/json", body: "[1" })).toEqual([]);
    expect(messagesOfResponse({ contentType: "application/json", body: '{"email":"a"}' })).toEqual([]);
  });

  it("reads what a redirect carries in its fragment", () => {
    expect(messagesOfResponse({ location: "http://sp/cb#code=1&state=2" })).toMatchObject([
      { kind: "authorization_response" },
    ]);
    expect(messagesOfResponse({ location: "http://sp/cb?code=1" })).toEqual([]);
  });
});
