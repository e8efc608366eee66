import { expect, test } from "vitest";
import type { Fix } from "../../harness/errors.ts";
import { editYaml } from "../../harness/scenario/edit/edit.ts";

const FILE = `# an SP
target: acme # its name
base_url: http://localhost:3000   # where
idps: { listen: "127.0.0.1:9400" }
start:
  command: [npm, start]
  env: { ISSUER: "{{connections.oidc.issuer}}", HOST: "\${HOST}" }
  ready: GET /healthz  # soon

connections:
  oidc:
    client_auth: 'basic'
observe:
  session: { request: GET /api/me, map: { account: $.id } } # who
  accounts:
    - http: GET /users
      # one after the other
      map: { id: $.id, email: "$.mail" }

# Later: seed
`;

const cases: readonly (readonly [path: Fix["path"], value: Fix["value"], before: string, after: string])[] = [
  [["base_url"], "http://localhost:5173", "http://localhost:3000   # where", "http://localhost:5173   # where"],
  [["start", "ready"], "GET /", "ready: GET /healthz  # soon", "ready: GET /  # soon"],
  [["connections", "oidc", "client_auth"], "post", "client_auth: 'basic'", "client_auth: 'post'"],
  [["observe", "accounts", 0, "map", "email"], "$.email", 'email: "$.mail"', 'email: "$.email"'],
  [["observe", "accounts", 0, "map", "email"], "$.emails[0].value", 'email: "$.mail"', 'email: "$.emails[0].value"'],
  [["observe", "session", "map", "account"], '$["user id"]', "account: $.id", 'account: "$[\\"user id\\"]"'],
  [["start", "timeout"], 60, "GET /healthz  # soon\n", "GET /healthz  # soon\n  timeout: 60\n"],
  [["idps", "url"], "http://a.test", '"127.0.0.1:9400" }', '"127.0.0.1:9400", url: http://a.test }'],
  [["observe", "settle"], 500, 'email: "$.mail" }\n', 'email: "$.mail" }\n  settle: 500\n'],
  [
    ["limits", "sign_ins_per_minute"],
    30,
    'email: "$.mail" }\n',
    'email: "$.mail" }\nlimits: { sign_ins_per_minute: 30 }\n',
  ],
];

test.each(cases)("%j becomes %j, and nothing else is touched", (path, value, before, after) => {
  const { text, made } = editYaml(FILE, [{ path, value }]);
  expect(made).toHaveLength(1);
  expect(text).toBe(FILE.replace(before, after));
});

test("several changes are made in one go", () => {
  const fixes = cases.slice(0, 3).map(([path, value]) => ({ path, value }));
  const { text, made } = editYaml(FILE, fixes);
  expect(made).toEqual(fixes);
  expect(text).toBe(cases.slice(0, 3).reduce((now, [, , before, after]) => now.replace(before, after), FILE));
});

test.each([
  ["a template", FILE, ["start", "env", "ISSUER"], "x"],
  ["a variable", FILE, ["start", "env", "HOST"], "x"],
  ["what it is already", FILE, ["target"], "acme"],
  ["a list", FILE, ["start", "command"], "x"],
  ["a member of a text", FILE, ["base_url", "x"], "x"],
  ["an alias", "a: &x 1\nb: *x\n", ["b"], 2],
  ["an anchor", "a: &x 1\nb: *x\n", ["a"], 2],
  ["a value of several lines", "a: |\n  b\n  c\n", ["a"], "x"],
  ["a file that is none", "a: [", ["a"], "x"],
  ["a second driver that is not there", FILE, ["observe", "accounts", 1, "map", "id"], "x"],
])("%s is left alone", (_, text, path, value) => {
  expect(editYaml(text, [{ path, value }])).toEqual({ text, made: [] });
});

test("one driver alone has no number", () => {
  const text = "observe:\n  accounts: { http: GET /, map: { id: $.id } }";
  const { text: after } = editYaml(text, [{ path: ["observe", "accounts", 0, "map", "email"], value: "$.email" }]);
  expect(after).toBe("observe:\n  accounts: { http: GET /, map: { id: $.id, email: $.email } }");
});

test("a file with line ends of Windows keeps them", () => {
  const text = "a: 1\r\nb:\r\n  c: 2\r\n";
  expect(editYaml(text, [{ path: ["a"], value: 3 }]).text).toBe("a: 3\r\nb:\r\n  c: 2\r\n");
  expect(editYaml(text, [{ path: ["b", "d"], value: 3 }]).text).toBe("a: 1\r\nb:\r\n  c: 2\r\n  d: 3\r\n");
});
