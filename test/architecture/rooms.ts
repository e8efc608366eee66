/** Which room of harness/ may import which; type-only imports count. ARCHITECTURE.md tells why. */
export const ROOMS: { readonly [room: string]: readonly string[] } = {
  tampers: [],
  scenario: ["idp/profiles"],
  plan: ["scenario", "idp/profiles"],
  observe: [],
  idp: ["observe"],
  agent: ["observe"],
  accounts: ["scenario", "observe"],
  sp: ["scenario", "observe", "agent/port", "accounts"],
  drive: ["plan", "idp", "agent", "sp", "accounts", "observe", "scenario"],
  judge: ["plan", "observe", "scenario/model", "scenario/vocabulary"],
  report: ["plan", "observe", "judge", "scenario/model"],
  run: ["scenario", "plan", "observe", "idp", "agent", "sp", "drive", "judge", "report"],
  lib: ["run", "report", "scenario", "observe/snapshot", "observe/account", "cli/kit", "cli/shipped"],
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
  "door",
  "peers",
  "paths",
  "files",
  "own",
  "beginning",
  "defined",
  "tampers",
];

/** Folders of a room that are data: they import nothing but what is free to all. */
export const DATA = ["idp/profiles"];

/** Each library has one owner: a room, or a folder of one. `sp-reference` is the reference SP. */
export const OWNERS: { readonly [library: string]: readonly string[] } = {
  yaml: ["scenario", "sp-reference"],
  zod: ["scenario", "sp-reference"],
  "fastest-levenshtein": ["scenario"],
  "oidc-provider": ["idp/oidc"],
  jose: ["idp", "sp-reference"],
  // In the reference SP, for the defects that verify a signature by hand.
  "xml-crypto": ["idp/saml", "sp-reference"],
  "@xmldom/xmldom": ["idp/saml", "report", "sp-reference"],
  express: ["idp", "console", "sp-reference"],
  eta: ["console", "sp-reference"],
  "tough-cookie": ["agent"],
  parse5: ["agent"],
  "css-select": ["agent", "scenario"],
  "playwright-core": ["agent/chromium"],
  "parse5-htmlparser2-tree-adapter": ["agent"],
  "better-sqlite3": ["sp", "sp-reference"],
  pg: ["sp"],
  mysql2: ["sp"],
  "smtp-server": ["sp"],
  "postal-mime": ["sp"],
  nodemailer: ["sp-reference"],
  testcontainers: ["sp/container", "lib"],
  vitest: ["lib"],
  "@modelcontextprotocol/sdk": ["cli"],
  "@playwright/test": ["lib"],
  "json-p3": ["scenario"],
  "@bomb.sh/tab": ["cli"],
  marked: ["console"],
  commander: ["cli"],
  "openid-client": ["sp-reference"],
  "@node-saml/node-saml": ["sp-reference"],
  "express-session": ["sp-reference"],
  helmet: ["sp-reference"],
  scimmy: ["sp-reference"],
  "scimmy-routers": ["sp-reference"],
};

/** Rooms that may touch `process` and the terminal; run may, for signals alone. */
export const TERMINAL_ROOMS = ["cli", "console", "bin"];
