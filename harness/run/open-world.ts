import { execPath } from "node:process";
import { defined } from "../defined.ts";
import type { Screenshot } from "../agent/chromium/index.ts";
import { JitterbugError } from "../errors.ts";
import { createHttpAgent } from "../agent/http/index.ts";
import type { Agent, AgentOptions } from "../agent/port.ts";
import { Ledger, type World } from "../drive/index.ts";
import type { ConnectionAddresses, Idps, ToldSp } from "../idp/port.ts";
import type { Resolve } from "../loopback.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Vault } from "../observe/vault.ts";
import { secretsOf } from "../report/secrets-of.ts";
import { shapedFacts } from "../scenario/index.ts";
import type { Target } from "../scenario/model/index.ts";
import type { Sp } from "../sp/port.ts";
import { bind, certificates, ContainerNetwork, createSp, SmtpMailbox } from "../sp/index.ts";
import type { AgentChoice } from "./options.ts";
import { openGate } from "./gate.ts";
import { bound, keptSessions, openIdps, placeFor } from "./open-idps.ts";
import { resolveOf } from "./resolve.ts";
import type { Teardown } from "./teardown.ts";

export interface WorldOptions {
  readonly target: Target;
  /** What child processes inherit; run reads none itself. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** On top of the target's own, for the SP's process. */
  readonly env?: { readonly [name: string]: string };
  readonly agent?: AgentChoice;
  readonly onScreenshot?: (screenshot: Screenshot) => void;
  readonly allowRemote: readonly string[];
  /** Hosts of those at which the kit may seed, remove and tamper, too. */
  readonly allowRemoteChanges?: readonly string[];
  /** Whether the SP is emptied first, as its target file's `reset` says. */
  readonly reset?: boolean;
  readonly stateDir: string | null;
  readonly signal?: AbortSignal;
  /** The connections that people will sign in at; left out: all. */
  readonly used?: ReadonlySet<string>;
  /** Comes to know the secrets of the target once it is bound: what its templates came to. */
  readonly vault?: Vault;
  /** What `{{worker}}` stands for; left out: 1. */
  readonly worker?: number;
  /** Whether the target's word on sessions that IdPs keep is followed; left out: none is kept. */
  readonly sessions?: boolean;
  /** Who was told of a sign-out by the back channel, and what came of it. */
  readonly onLogout?: (told: readonly ToldSp[]) => void;
  readonly onPhase?: (text: string) => void;
  /** Awaited before each step of a check. */
  readonly pace?: NonNullable<World["pace"]>;
  readonly onOutput?: (line: string) => void;
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface OpenWorld extends World {
  readonly addresses: ReadonlyMap<string, ConnectionAddresses>;
  /** What another agent needs, so that it is of this world. */
  readonly agentOptions: AgentOptions;
}

/**
 * Starts everything that a run needs, in the order in which each needs the other: the port, the IdPs, the SP that
 * trusts them, the browsers. Each registers its own tear-down before the next begins.
 */
export async function openWorld(options: WorldOptions, teardown: Teardown): Promise<OpenWorld> {
  const ledger = new Ledger();
  const ids = counter();
  const onExchange = (exchange: Exchange) => {
    options.vault?.notice(exchange);
    ledger.record(exchange);
    options.onExchange?.(exchange);
  };
  const wire = { onExchange, nextExchangeId: ids };
  const onIssue = (exchange: Exchange) => options.vault?.notice(exchange);
  const { target, port } = await bound(options.target);
  const network = await openNetwork(target, options, teardown);
  const smtp = await openSmtp(target, teardown);
  options.onPhase?.("starting the identity providers");
  const sessions = options.sessions === true ? keptSessions(target) : {};
  const idps = await openIdps(
    target,
    options,
    { ...wire, onIssue, ...placeFor(target, network), ...sessions, onLogout: options.onLogout },
    teardown,
  );
  const resolve: Resolve = new Map([...idps.resolve, ...resolveOf(target)]);
  if (network === undefined) options.onPhase?.(target.start === undefined ? "looking for the SP" : "starting the SP");
  const worker = String(options.worker ?? 1);
  const facts = await targetVariables(target, port, idps);
  const variables = { ...facts, ...network?.variables, ...mailVariables(smtp), worker };
  const whole = bind(target, variables);
  options.vault?.learn(secretsOf(whole));
  const sp = createSp({
    target,
    variables,
    environment: options.environment,
    ...defined({ env: options.env, onOutput: options.onOutput }),
    network,
    onPhase: options.onPhase,
    smtp,
    onSecrets: (secrets) => options.vault?.learn(secrets),
    ...wire,
    allowRemote: options.allowRemote,
    ...defined({ allowRemoteChanges: options.allowRemoteChanges }),
    resolve,
  });
  teardown.add(() => sp.close());
  await launched(sp, idps);
  const agentOptions = {
    ...wire,
    ...trusted(target, idps),
    allowRemote: options.allowRemote,
    resolve,
    requestTimeoutMs: target.limits.answer * 1_000,
    maxRefreshSeconds: target.limits.refresh,
  };
  const agent = await openAgent(target, options, agentOptions);
  teardown.add(() => agent.close());
  await prepare(sp, target, agent, agentOptions, options);
  await introduce(sp, target, options);
  const addresses = new Map(target.connections.map(({ name }) => [name, idps.addresses(name)]));
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const gate = openGate({ ...target.limits, ...signal });
  const tell = defined({ tell: options.onPhase, pace: options.pace });
  return {
    target: whole,
    sp,
    idps,
    agent,
    agentOptions,
    ledger,
    addresses,
    now: Date.now,
    ...gate,
    ...tell,
    ...signal,
  };
}

/** An SP that asks the IdPs before it is ready, and cannot, ends with words of its own. */
async function launched(sp: Sp, idps: Idps): Promise<void> {
  try {
    await sp.launch();
  } catch (error) {
    const trouble = idps.turnedAway(0);
    if (trouble === null || !(error instanceof JitterbugError)) throw error;
    const { code, message, output, cause } = error;
    const told = output === undefined ? {} : { output };
    throw new JitterbugError(code, `${message}; ${trouble.message}`, { hint: trouble.hint, ...told, cause });
  }
}

/** Sets the SP up by its own means before anything is asked of it; emptied first only where that was asked for. */
async function prepare(
  sp: Sp,
  target: Target,
  agent: Agent,
  agentOptions: AgentOptions,
  options: WorldOptions,
): Promise<void> {
  const { reset, onPhase } = options;
  const due = (["reset", "prepare"] as const).filter(
    (name) => target[name].length > 0 && (name === "prepare" || reset === true),
  );
  if (due.length === 0) return;
  const { prepare: limit } = target.limits;
  const own =
    limit === undefined ? null : await openAgent(target, options, { ...agentOptions, requestTimeoutMs: limit * 1_000 });
  try {
    for (const name of due) {
      onPhase?.(name === "reset" ? "emptying the SP" : "preparing the SP");
      const browser = (own ?? agent).browser(name);
      try {
        await sp.prepare(name, browser);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await own?.close();
  }
}

/** Tells the SP of the connections that are used, where it learns of them by `seed.mapping`. */
export async function introduce(
  sp: Pick<Sp, "map">,
  { connections, seed }: Target,
  { used, onPhase }: Pick<WorldOptions, "used" | "onPhase">,
): Promise<void> {
  if (seed.mapping === undefined) return;
  onPhase?.("telling the SP of its connections");
  for (const connection of connections) if (used?.has(connection.name) !== false) await sp.map(connection);
}

async function openNetwork(
  target: Target,
  { environment, onPhase }: WorldOptions,
  teardown: Teardown,
): Promise<ContainerNetwork | undefined> {
  if (target.container === undefined) return undefined;
  onPhase?.("looking for the container engine");
  const network = await ContainerNetwork.open(target, environment);
  teardown.add(() => network.close());
  return network;
}

/** Receives the SP's mail, where the target file says so. */
async function openSmtp({ mail }: Target, teardown: Teardown): Promise<SmtpMailbox | undefined> {
  if (mail?.kind !== "smtp") return undefined;
  const smtp = await SmtpMailbox.open(mail.listen ?? { host: "127.0.0.1", port: 0 });
  teardown.add(() => smtp.close());
  return smtp;
}

function mailVariables(smtp: SmtpMailbox | undefined): { readonly [path: string]: string } {
  if (smtp === undefined) return {};
  const { host, port } = smtp;
  const name = host.includes(":") ? `[${host}]` : host;
  return { "mail.host": host, "mail.port": String(port), "mail.url": `smtp://${name}:${port}` };
}

/** What browsers trust beside what everybody does: the SP's authority, and the IdPs'. */
function trusted(target: Target, { ca, origin }: Idps): Pick<AgentOptions, "ca" | "origins"> {
  const all = [certificates(target).ca, ca?.pem].filter((one) => one !== undefined);
  return all.length === 0 ? {} : { ca: all.join("\n"), origins: [target.base_url, origin] };
}

/** Chromium is loaded only where it is asked for: nobody else needs the package. */
async function openAgent(target: Target, options: WorldOptions, shared: AgentOptions): Promise<Agent> {
  const { kind = target.agent ?? "http", executable, headed } = options.agent ?? {};
  if (kind === "http") return createHttpAgent(shared);
  options.onPhase?.("starting the browser");
  const { createChromiumAgent } = await import("../agent/chromium/index.ts");
  return createChromiumAgent({
    ...shared,
    environment: options.environment,
    ...defined({ executable, headed, onScreenshot: options.onScreenshot }),
  });
}

/** Keys and secrets are slow to make, so only those that the target file names are. */
async function targetVariables(target: Target, port: string, idps: Idps): Promise<{ readonly [path: string]: string }> {
  const variables: Record<string, string> = {
    node: execPath,
    port,
    base_url: target.base_url,
    "idps.url": idps.origin,
  };
  if (idps.ca !== null) variables["idps.ca"] = idps.ca.file;
  const text = JSON.stringify(target);
  const mapped = /\{\{\s*(?:client_secret|certificate|metadata)\s*\}\}|:(?:client_secret|certificate|metadata)\b/.test(
    JSON.stringify(target.seed.mapping ?? null),
  );
  for (const connection of target.connections) {
    const { name } = connection;
    const named =
      mapped || (/\.(?:client_secret|certificate|metadata)\}\}/.test(text) && text.includes(`{{connections.${name}.`));
    const told = named ? await idps.facts(name) : idps.addresses(name);
    for (const [field, value] of Object.entries({ ...told, ...shapedFacts(connection) }))
      variables[`connections.${name}.${field}`] = value;
  }
  return variables;
}

function counter(): () => number {
  let last = 0;
  return () => ++last;
}
