import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { rolldown, type OutputChunk, type Plugin } from "rolldown";

const ROOT = join(import.meta.dirname, "../..");

/** Below harness: what somebody names, a process of its own too. */
const ENTRIES = [
  "cli/main",
  "lib/index",
  "lib/vitest",
  "lib/playwright",
  "lib/testcontainers",
  "sp/sql/sqlite-serve",
  "sp/container/reap",
];

/**
 * Joins the harness and what it depends on to a few files below `out`, with the notices of whose they are. A thousand
 * files are found, read and linked one by one, which is most of what a start costs. Names and lines stay as they are
 * written, for whoever reads a stack. Throws where a package forbids it by having no licence.
 */
export async function bundle(out: string, peers: readonly string[]): Promise<void> {
  const build = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, join(ROOT, "harness", `${name}.ts`)])),
    platform: "node",
    external: (id) =>
      (isBuiltin(id) && !COSTLY.has(plain(id))) || peers.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [builtins, addresses, withoutFetch(), narrow],
    preserveEntrySignatures: "allow-extension",
    // No module of ours does anything by being read, but for the command line itself, and the matchers of Vitest.
    // Koa brings an older one of its own, and a list of all media types is long.
    resolve: { alias: { "mime-db": join(ROOT, "node_modules/mime-db") } },
    treeshake: { moduleSideEffects: [{ test: /\/harness\/(?!cli\/main\.|lib\/vitest\.)/, sideEffects: false }] },
    onLog: (level, log) => {
      if (level === "warn" && !EXPECTED.has(log.code ?? "")) console.error(log.message);
    },
  });
  const { output } = await build.write({
    dir: out,
    format: "esm",
    chunkFileNames: "[name]-[hash].js",
    // What most commands load is one file, not fifty.
    codeSplitting: {
      groups: [{ name: "common", test: /\/harness\//, minShareCount: 8, includeDependenciesRecursively: false }],
    },
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  const modules = output.filter((file) => file.type === "chunk").flatMap(({ moduleIds }: OutputChunk) => moduleIds);
  writeFileSync(join(out, "LICENSES.txt"), notices(modules));
}

/** oidc-provider's `eval`; and what one command loads late, where another one needs it at once. */
const EXPECTED: ReadonlySet<string> = new Set(["EVAL", "INEFFECTIVE_DYNAMIC_IMPORT"]);

function plain(id: string): string {
  return id.replace(/^node:/, "");
}

function isBuiltin(id: string): boolean {
  return builtinModules.includes(plain(id));
}

/**
 * An `import` of these reads each of their members, and with them WebSocket, which loads all of fetch (16 MB), or the
 * streams of the process. So they are asked for without one.
 */
const COSTLY: ReadonlySet<string> = new Set(["http", "process"]);
const MEMBERS: { readonly [name: string]: readonly string[] } = {
  http: ["METHODS", "STATUS_CODES", "createServer", "request"],
  process: ["cwd", "env", "execPath", "kill", "platform"],
};
const VIRTUAL = "\0builtin:";

const builtins: Plugin = {
  name: "builtins",
  resolveId: (id, _from, { kind }) =>
    COSTLY.has(plain(id)) && kind !== "require-call" ? VIRTUAL + plain(id) : undefined,
  load(id) {
    if (!id.startsWith(VIRTUAL)) return undefined;
    const name = id.slice(VIRTUAL.length);
    const members = (MEMBERS[name] ?? []).map(
      (member) => `export const ${member} = /* @__PURE__ */ (() => builtin.${member})();`,
    );
    return {
      code: [`const builtin = process.getBuiltinModule("node:${name}");`, "export default builtin;", ...members].join(
        "\n",
      ),
      moduleSideEffects: false,
    };
  },
};

/** A file that asks for its own address is told the one that it would have if nothing were joined. */
const ADDRESS_OF = "__ADDRESS_OF__";
const addresses: Plugin = {
  name: "addresses",
  transform(code, id) {
    const path = relative(join(ROOT, "harness"), id);
    if (path.startsWith("..") || !code.includes("import.meta.url")) return undefined;
    return code.replaceAll("import.meta.url", `${ADDRESS_OF}(${JSON.stringify(path.replace(/\.ts$/, ".js"))})`);
  },
  renderChunk(code, { fileName }) {
    if (!code.includes(ADDRESS_OF)) return undefined;
    return code.replaceAll(new RegExp(`${ADDRESS_OF}\\("([^"]+)"\\)`, "g"), (_call, path: string) => {
      const to = relative(dirname(fileName), path);
      return `new URL(${JSON.stringify(to.startsWith(".") ? to : `./${to}`)}, import.meta.url).href`;
    });
  },
};

/**
 * Koa asks of every answer whether it is a Response of fetch, which loads all of that. None of oidc-provider's is.
 * Throws where it is written in another way than it was.
 */
function withoutFetch(): Plugin {
  const asked = "instanceof Response";
  const found = new Set<string>();
  return {
    name: "without-fetch",
    transform(code, id) {
      if (!/\/koa\/lib\/(?:application|response)\.js$/.test(id) || !code.includes(asked)) return undefined;
      found.add(id);
      return code.replaceAll(asked, "instanceof class Response {}");
    },
    buildEnd() {
      if (found.size !== 2) throw new Error("Koa no longer asks for a Response as it did: see what it does now.");
    },
  };
}

/** A letter beyond Latin-1 makes two bytes of each letter of its file, for as long as the process runs. */
const WIDE = /[\u0100-\uffff]/g;
const narrow: Plugin = {
  name: "narrow",
  renderChunk(code, { fileName }) {
    if (/(?<!\\)\\(?:\\\\)*[\u0100-\uffff]/.test(code)) throw new Error(`${fileName}: a wide letter is escaped there`);
    return code.replaceAll(WIDE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  },
};

/** What everybody asks to be told of them who gives away what they wrote, once for each package. */
function notices(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
  return [...folders]
    .toSorted()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        readonly name: string;
        readonly version: string;
        readonly license?: string;
      };
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (license === undefined && file === undefined) throw new Error(`${name} ${version} says no licence`);
      const text =
        file === undefined || !existsSync(join(folder, file)) ? "" : readFileSync(join(folder, file), "utf8");
      return `${name} ${version}: ${license ?? "see below"}\n\n${text.trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
