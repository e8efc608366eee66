import { expect, it } from "vitest";
import { oidcShape } from "../../harness/idp/profiles/index.ts";
import { signInOf } from "../../harness/run/people.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import type { Person } from "../../harness/scenario/model/index.ts";
import { oidc, saml, targetOf } from "../plan/stage.ts";

const place = { file: "people.yaml", line: 1, column: 1 };
const person = (name: string): Person => ({ name, without: [], claims: {}, place });
const PEOPLE = [person("bob"), person("ada")];

function told(connection: string, message: Exchange["messages"][number]) {
  const target = targetOf([oidc("o", "profile: okta"), oidc("p"), saml("s", "profile: google")].join("\n"));
  const url = `http://127.0.0.1:9400/${connection === "s" ? "saml" : "oidc"}/${connection}/token`;
  const exchange = { at: 1, request: { url }, messages: [message] } as unknown as Exchange;
  return signInOf(exchange, PEOPLE, target)?.person;
}

it("a sign-in is told by its person's name, whatever the vendor's identifiers look like", () => {
  const sub = oidcShape("okta").subject({ ns: "demo", person: "ada", tenant: "o", client: "app" });
  expect(told("o", { kind: "id_token", content: { sub } })).toBe("ada");
  expect(told("p", { kind: "id_token", content: { sub: "demo-ada" } })).toBe("ada");
  expect(told("s", { kind: "Response", content: { xml: "<NameID>ada.demo@acme.test</NameID>" } })).toBe("ada");
  // Nobody's of the file: those of a scenario.
  expect(told("o", { kind: "id_token", content: { sub: "x-eve", email: "eve.x@acme.test" } })).toBe("eve.x@acme.test");
  expect(told("o", { kind: "id_token", content: { sub: "x-eve" } })).toBe("x-eve");
  const xml = '<saml:NameID Format="f">eve.x@acme.test</saml:NameID>';
  expect(told("s", { kind: "Response", content: { xml } })).toBe("eve.x@acme.test");
  expect(told("o", { kind: "id_token", content: {} })).toBe("somebody without a subject");
});
