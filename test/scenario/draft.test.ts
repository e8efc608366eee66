import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { draftTarget, type TargetDraft } from "../../harness/scenario/index.ts";
import { writeTarget } from "../../harness/scenario/draft/write.ts";

const options = { root: "/nowhere", env: {} };

function draftOf(change: Partial<TargetDraft> = {}): TargetDraft {
  return {
    target: "acme",
    base_url: "http://localhost:3000",
    listen: "127.0.0.1:9400",
    start: { command: ["npm", "start"], ready: "GET /healthz", env: { ISSUER: "oidc.issuer" } },
    connections: [
      {
        name: "oidc",
        protocol: "oidc",
        client_id: "app",
        redirect_uri: "http://localhost:3000/callback",
        sign_in: { open: "/login", press: "Sign in with SSO" },
      },
      { name: "saml", protocol: "saml", sp: { metadata: "{{base_url}}/saml/metadata" }, sign_in: "GET /saml" },
    ],
    session: { request: "GET /api/me", account: "$.id" },
    accounts: { kind: "sql", database: "sqlite:dev.db", query: "select id, email from users" },
    ...change,
  };
}

/** What would break out of a value if it were pasted into YAML, or mean something else there. */
const HOSTILE = [
  "a: b",
  "x\nseed: { remove: { exec: [rm, -rf, /] } }",
  "quote \" and \\ and ' end",
  "# no comment",
  "&anchor",
  "*alias",
  "!!js/function x",
  "---",
  "...",
  "%YAML 1.1",
  "yes",
  "007",
  "1e3",
  "null",
  "~",
  "- item",
  "{ flow: map }",
  "[list, of]",
  "{{base_url}}/x",
  "tab\tand \u0085 and \u2028 and \u0000",
  " leading and trailing ",
  "‮reversed",
  "a".repeat(500),
  "@at",
  "`tick",
  "| block",
  "> folded",
  "key:",
  "? complex",
];

describe("a drafted target file", () => {
  it("is read again without a fault", () => {
    expect(draftTarget(draftOf(), "/nowhere/jitterbug.yaml", options)).toMatchObject({ unset: [] });
  });

  it.each(HOSTILE)("gives back what was answered: %j", (text) => {
    const draft = draftOf({
      start: { command: ["run", text], ready: "GET /", env: {} },
      connections: [
        {
          name: "oidc",
          protocol: "oidc",
          client_id: text,
          redirect_uri: text,
          sign_in: { open: `/${text}`, press: text },
        },
      ],
      session: { request: `GET /${text}`, account: text },
      accounts: { kind: "http", request: `GET /${text}`, bearer: "TOKEN", each: text, map: { id: text, email: text } },
    });
    const written = writeTarget(draft);
    expect(parseDocument(written).errors).toEqual([]);
    const read = parse(written) as Record<string, never>;
    expect(Object.keys(read)).toEqual(["target", "base_url", "idps", "start", "connections", "observe"]);
    expect(read).toMatchObject({
      start: { command: ["run", text] },
      connections: {
        oidc: { client_id: text, redirect_uris: [text], sign_in: [{ open: `/${text}` }, { press: text }] },
      },
      observe: {
        session: { request: `GET /${text}`, map: { account: { selector: text } } },
        accounts: { http: `GET /${text}`, auth: { bearer: "${TOKEN}" }, each: text, map: { id: text, email: text } },
      },
    });
  });

  it("names the environment variables that are not set, and is checked as if they were", () => {
    const accounts = { kind: "sql", database: "postgres://kit:${DB_PASSWORD}@localhost/acme", query: "select 1 as id" };
    const draft = draftOf({ accounts: accounts as TargetDraft["accounts"] });
    expect(draftTarget(draft, "/nowhere/jitterbug.yaml", options).unset).toEqual(["DB_PASSWORD"]);
    expect(draftTarget(draft, "/nowhere/j.yaml", { ...options, env: { DB_PASSWORD: "x" } }).unset).toEqual([]);
  });

  it("that would be faulty is refused with the line", () => {
    const draft = draftOf({ start: { command: ["x"], ready: "GET /", env: { ISSUER: "oidc.isuser" } } });
    expect(() => draftTarget(draft, "/nowhere/jitterbug.yaml", options)).toThrow(
      expect.objectContaining({
        code: "ERR_YAML",
        faults: [expect.objectContaining({ message: "`{{connections.oidc.isuser}}` is not known here" })],
      }),
    );
  });
});
