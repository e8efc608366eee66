/** Which room of harness/ may import which; type-only imports count. ARCHITECTURE.md tells why. */
export const ROOMS: { readonly [room: string]: readonly string[] } = {
  tampers: [],
  scenario: [],
  plan: ["scenario"],
  observe: [],
  idp: ["observe"],
  agent: ["observe"],
  target: ["scenario", "observe", "agent/port"],
  drive: ["plan", "idp", "agent", "target", "observe", "scenario"],
  judge: ["plan", "observe", "scenario/model"],
  report: ["plan", "observe", "judge", "scenario/model"],
  run: ["scenario", "plan", "observe", "idp", "agent", "target", "drive", "judge", "report"],
  cli: ["run", "report", "scenario", "plan", "console"],
  console: ["run", "report", "scenario", "plan"],
  bin: ["cli"],
};

/** What stands at the top of harness/ that every room may import; it imports nothing of the others. */
export const FREE_TO_ALL = [
  "errors",
  "references",
  "ports",
  "loopback",
  "reach",
  "peers",
  "paths",
  "files",
  "own",
  "tampers",
];

/** Each library has one owner: a room, or a folder of one. `sp` is the reference SP. */
export const OWNERS: { readonly [library: string]: readonly string[] } = {
  yaml: ["scenario", "sp"],
  zod: ["scenario", "sp"],
  "fastest-levenshtein": ["scenario"],
  "oidc-provider": ["idp/oidc"],
  jose: ["idp"],
  "xml-crypto": ["idp/saml"],
  "@xmldom/xmldom": ["idp/saml", "report", "sp"],
  express: ["idp", "console", "sp"],
  eta: ["console", "sp"],
  "tough-cookie": ["agent"],
  parse5: ["agent"],
  "css-select": ["agent", "scenario"],
  "playwright-core": ["agent/chromium"],
  "parse5-htmlparser2-tree-adapter": ["agent"],
  "better-sqlite3": ["target", "sp"],
  pg: ["target"],
  mysql2: ["target"],
  testcontainers: ["target/container"],
  "json-p3": ["scenario"],
  commander: ["cli"],
  "openid-client": ["sp"],
  "@node-saml/node-saml": ["sp"],
  "express-session": ["sp"],
  helmet: ["sp"],
};

/** Rooms that may touch `process` and the terminal; run may, for signals alone. */
export const TERMINAL_ROOMS = ["cli", "console", "bin"];
