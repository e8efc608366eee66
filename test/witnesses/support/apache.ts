import { mkdir, readFile, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser } from "../../../harness/agent/port.ts";
import { PACKAGES } from "./packages.ts";
import type { TearDown } from "./tear-down.ts";

const MODULES = ["mpm_event", "authn_core", "authz_core", "authz_user", "include"] as const;

export interface Site {
  /** Names below /usr/lib/apache2/modules, without `mod_`. */
  readonly modules: readonly string[];
  /** Directives, on top of what makes it run at all. */
  readonly directives: string;
  /** Files beside the configuration, which directives name relative to the ServerRoot. */
  readonly files?: Readonly<Record<string, string>>;
  /** Paths at which it shows who is signed in. */
  readonly whoami: readonly string[];
}

export interface Apache {
  readonly origin: string;
  /** The environment of a request at one of the `whoami` paths by this browser; null where it is not let in. */
  whoami(browser: Browser, path: string): Promise<ReadonlyMap<string, string> | null>;
  /** What was written to the error log since it was last asked. */
  errors(): Promise<string>;
}

/** Apache httpd as a process of its own, with everything that it reads or writes in one temporary folder. */
export async function startApache(
  tearDown: TearDown,
  describe: (origin: string) => Site | Promise<Site>,
): Promise<Apache> {
  const root = await tearDown.folder();
  const log = join(root, "error.log");
  const port = await tearDown.program(async (free) => {
    const origin = `http://localhost:${free}`;
    const { modules, directives, files = {}, whoami } = await describe(origin);
    for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
    for (const path of whoami) {
      const page = join(root, "htdocs", path);
      await mkdir(dirname(page), { recursive: true });
      await writeFile(page, "<!--#printenv -->");
    }
    await writeFile(join(root, "httpd.conf"), [base(root, free, modules), directives, ...whoami.map(shown)].join("\n"));
    return {
      command: [PACKAGES.apache2, "-d", root, "-f", "httpd.conf", "-DFOREGROUND"],
      cwd: root,
      ready: origin,
      log: () => readFileSync(log, { encoding: "utf8", flag: "a+" }),
    };
  });
  const origin = `http://localhost:${port}`;
  let read = 0;
  return {
    origin,
    async whoami(browser, path) {
      const { status, body } = await browser.request("GET", `${origin}${path}`);
      return status === 200 ? new Map([...body.matchAll(/^(\w+)=(.*)$/gm)].map(variable)) : null;
    },
    async errors() {
      const written = await readFile(log, "utf8");
      const news = written.slice(read);
      read = written.length;
      return news;
    },
  };
}

function base(root: string, port: number, modules: readonly string[]): string {
  const folder = dirname(PACKAGES["libapache2-mod-auth-openidc"]);
  return `ServerRoot "${root}"
${[...MODULES, ...modules].map((name) => `LoadModule ${name}_module ${folder}/mod_${name}.so`).join("\n")}
${process.getuid?.() === 0 ? "User nobody\nGroup nogroup" : ""}
Listen 127.0.0.1:${port}
ServerName localhost:${port}
UseCanonicalName On
DocumentRoot "${root}/htdocs"
PidFile "${root}/httpd.pid"
# Locks that the kernel takes back, however the process ends.
Mutex "file:${root}" default
ErrorLog "${root}/error.log"
LogLevel warn
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MinSpareThreads 1
MaxSpareThreads 16
MaxRequestWorkers 16
GracefulShutdownTimeout 1
KeepAlive Off`;
}

/** The page is a server-side include, so that what it shows is what any application behind Apache would be told. */
function shown(path: string): string {
  return `<Location "${path}">
  Options +Includes
  SetOutputFilter INCLUDES
  ForceType text/plain
</Location>`;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function variable([, name = "", value = ""]: RegExpMatchArray): [string, string] {
  return [
    name,
    value.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, entity: string | undefined) =>
      code === undefined ? (ENTITIES[entity ?? ""] ?? whole) : String.fromCodePoint(Number(code)),
    ),
  ];
}
