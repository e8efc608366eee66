import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Accounts } from "../accounts/index.ts";
import { performActions } from "./actions.ts";
import { ApiKeys } from "./api-key.ts";
import { bind } from "./bind.ts";
import { certificates } from "./certificates.ts";
import { openReaders } from "./drivers/index.ts";
import { readEvents } from "./events.ts";
import { readInvitations } from "./invitations.ts";
import { InUse, writesIntoFile } from "./in-use.ts";
import { forgetKept, giveKept } from "./kept.ts";
import { mailboxOf } from "./mail/index.ts";
import { launchOf } from "./launch/index.ts";
import { onShellNode } from "./launch/shell-node.ts";
import type { Connection } from "../scenario/model/index.ts";
import type { Sp, SpOptions } from "./port.ts";
import { prepareSp } from "./prepare.ts";
import { KitClient } from "./request.ts";
import { asAnother, asNobody, scimCaller } from "./scim.ts";
import { Seeder } from "./seed/index.ts";
import { readSession } from "./session.ts";
import { Writers } from "./sql/writers.ts";

export { oneDoor } from "./scim.ts";
export { ActionFailed } from "./actions.ts";
export { bind, bindBase } from "./bind.ts";
export { ContainerNetwork } from "./container/network.ts";
export { diagnose } from "./doctor/index.ts";
export { examineLimits } from "./doctor/limits.ts";
export { certificates } from "./certificates.ts";
export { isDamage } from "./damage.ts";
export { adviceOnRestless } from "../accounts/index.ts";
export { adviceOn, examineVisit } from "./doctor/sign-in.ts";
export { limitOf } from "./limit.ts";
export { SmtpMailbox } from "./mail/smtp.ts";
export { KitClient } from "./request.ts";
export { isDeclined } from "./seed/call.ts";

/**
 * The SP of a target file. `variables` are all that its templates name but people, accounts and `{{ns}}`; `{{tmp}}`,
 * where it is used and not given, is a folder made for this SP and removed when it is closed.
 */
export function createSp(options: SpOptions): Sp {
  const tmp = needsFolder(options) ? mkdtempSync(join(tmpdir(), "jitterbug-")) : null;
  const target = bind(options.target, tmp === null ? options.variables : { ...options.variables, tmp });
  const { base_url, dir, limits } = target;
  const node = onShellNode(options.environment ?? {});
  const { environment } = node;
  const client = new KitClient({
    allowRemote: options.allowRemote ?? [],
    allowRemoteChanges: options.allowRemoteChanges,
    timeoutMs: limits.answer * 1_000,
    resolve: options.resolve,
    onExchange: options.onExchange,
    nextExchangeId: options.nextExchangeId,
    ...certificates(target),
  });
  const { env = {}, network, onOutput, onPhase } = options;
  const files = ["idps.ca"].flatMap((name) => options.variables[name] ?? []);
  const launch = launchOf({ target, client, environment, env, files, network, onOutput, onPhase });
  const accounts = new Accounts(
    target.observe.settle,
    openReaders(target.observe.accounts, { dir, base_url, client, environment, limits }),
  );
  const { events } = target.observe;
  const [log] =
    events === undefined ? [] : openReaders([events.reader], { dir, base_url, client, environment, limits });
  const { invitations } = target.observe;
  const [invited] =
    invitations === undefined ? [] : openReaders([invitations.reader], { dir, base_url, client, environment, limits });
  const snapshot: Sp["snapshot"] = (ns, look) => accounts.snapshot(ns, look);
  const issuerOf = (name: string) =>
    options.variables[`connections.${name}.issuer`] ?? options.variables[`connections.${name}.entity_id`];
  const requireAllowed = (url: URL) => client.requireChangeable(url);
  const writers = new Writers({ dir, waits: limits, requireAllowed, reach: client.reach });
  const tools = { dir, base_url, client, environment, limits, writers };
  const seeder = new Seeder({ seed: target.seed, tools, snapshot, issuerOf });
  const inUse = new InUse();
  const introduced = new Set<Connection>();
  const kept = target.observe.session.kept ?? {};
  const keys = new ApiKeys(target.observe.api_key, options.onSecrets);
  const change = <T>(work: () => Promise<T>) => (writesIntoFile(target) ? inUse.alone(work) : work());
  return {
    base_url,
    get exited() {
      return launch.exited;
    },
    launch: () => launch.start(),
    async restart() {
      if (launch.restart === undefined) throw new TypeError("this SP is not started again");
      await launch.restart();
    },
    prepare: (name, browser) => prepareSp({ name, steps: target[name], tools, browser, kept }),
    async map(connection, to) {
      await seeder.map(connection, options.variables, to);
      introduced.add(connection);
    },
    get introduced() {
      return [...introduced];
    },
    snapshot,
    changedSince: (ns, last, since) => accounts.changedSince(ns, last, since),
    events: (ns) => (events === undefined || log === undefined ? Promise.resolve([]) : readEvents(log, events, ns)),
    invitations: (ns) =>
      invitations === undefined || invited === undefined
        ? Promise.resolve(null)
        : readInvitations(invited, invitations, ns),
    lag: accounts.lag,
    get restless() {
      return accounts.restless;
    },
    overview: (ns) => accounts.overview(ns),
    get neverFound() {
      return accounts.neverFound;
    },
    session: (browser) => readSession(keys.driverFor(browser) ?? target.observe.session, base_url, browser),
    act: (browser, actions, variables) => performActions(browser, actions, { base_url, variables, kept }),
    makeKey: (browser, holder, actions, variables) =>
      keys.make(browser, holder, actions, { base_url, variables, kept }),
    forget: forgetKept,
    async copy(from, to, written = (value) => value) {
      const held = await from.cookies();
      await to.hold(held.map((cookie) => ({ ...cookie, value: written(cookie.value) })));
      giveKept(from, to, kept);
    },
    whileUsed: (work) => inUse.use(work),
    seed: (account, context) => change(() => seeder.account(account, context)),
    grant: (account, role, context) => change(() => seeder.change("grant", account, context, { role })),
    deactivate: (account, context) => change(() => seeder.change("deactivate", account, context)),
    age: (account, seconds, context) => change(() => seeder.change("age", account, context, { seconds })),
    edit: (account, names, context) => change(() => seeder.change("edit", account, context, { ...names })),
    uninvite: (invitation, context) => change(() => seeder.uninvite(invitation, context)),
    invite: (invitation, context) => change(() => seeder.invite(invitation, context)),
    remove: (account, context) =>
      change(async () => {
        const done = accounts.removing(account);
        await seeder.change("remove", account, context).finally(done);
      }),
    mailbox: mailboxOf(target, { client, base_url, smtp: options.smtp, learn: options.onSecrets }),
    organization: (context, seats) => change(() => seeder.organization(context, seats)),
    scim(organization, token) {
      const serverOf = (one: string) => target.organizations.find(({ name }) => name === one)?.scim;
      const server = serverOf(organization);
      if (server === undefined) return null;
      if (typeof token !== "object")
        return scimCaller(token === undefined ? server : asNobody(server, token), base_url, client);
      const other = serverOf(token.of);
      return other === undefined ? null : scimCaller(asAnother(server, other), base_url, client);
    },
    get reusesIds() {
      return accounts.reusesIds;
    },
    async close() {
      await launch.close();
      await accounts.close();
      await log?.close();
      await writers.close();
      node.close();
      if (tmp !== null) rmSync(tmp, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function needsFolder({ target, variables }: SpOptions): boolean {
  return variables["tmp"] === undefined && JSON.stringify(target).includes("{{tmp}}");
}
