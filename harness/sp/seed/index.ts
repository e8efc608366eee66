import type { Look } from "../../accounts/index.ts";
import { JitterbugError } from "../../errors.ts";
import type { Account, Snapshot } from "../../observe/snapshot.ts";
import { namesInCall } from "../../scenario/abilities.ts";
import { TemplateError } from "../../scenario/template.ts";
import {
  ACCOUNT_FIELDS,
  type Connection,
  type Invitation,
  type Json,
  type Seed,
  type SeedCall,
  type SeededAccount,
  type SeedName,
} from "../../scenario/model/index.ts";
import type { ConnectionChange, SeedContext, TargetVariables } from "../port.ts";
import { SeedRefused, seedError, type SeedTools } from "./call.ts";
import { makeCall } from "./make.ts";
import { valuesOfConnection } from "./mapping.ts";
import { valuesOfAccount, valuesOfInvitation, whole, type SeedValues } from "./values.ts";

export interface SeederOptions {
  readonly seed: Seed;
  readonly tools: SeedTools;
  readonly snapshot: (ns: string, look?: Look) => Promise<Snapshot>;
  /** The issuer or entityID of a connection's IdP. */
  readonly issuerOf: (connection: string) => string | undefined;
}

/** Writes at the SP as the target file's `seed` says. Throws ERR_SEED. */
export class Seeder {
  readonly #options: SeederOptions;

  constructor(options: SeederOptions) {
    this.#options = options;
  }

  /** The new account's id, from the answer or as the one account that the namespace has more than before. */
  async account(account: SeededAccount, context: SeedContext): Promise<string> {
    const { seed, snapshot, issuerOf } = this.#options;
    const call = required(seed, "account");
    const before = call.id === undefined ? await snapshot(context.ns) : null;
    const told = await this.#make("account", call, valuesOfAccount(account, context, issuerOf(context.connection)));
    if (told !== null || before === null) return told ?? "";
    const known = new Set(before.accounts.map(({ id }) => id));
    const isFresh = ({ id }: Account) => !known.has(id);
    const look = { awaits: (accounts: readonly Account[]) => accounts.some(isFresh) };
    const fresh = (await snapshot(context.ns, look)).accounts.filter(isFresh);
    const [one] = fresh;
    if (one !== undefined && fresh.length === 1) return one.id;
    const seen = fresh.length === 0 ? "no new account with the namespace in it" : `${fresh.length} new accounts`;
    throw seedError(
      "account",
      call,
      `was done, and then the accounts show ${seen}`,
      "name where the answer tells the new id (id: $.id), or look at observe.accounts",
    );
  }

  async change(
    name: "grant" | "deactivate" | "remove" | "edit" | "age",
    id: string,
    context: SeedContext,
    told: SeedValues = {},
  ): Promise<void> {
    const call = required(this.#options.seed, name);
    const beyondId = [...namesInCall(call)].some((used) => FIELDS.has(used));
    const account = beyondId
      ? (await this.#options.snapshot(context.ns)).accounts.find((one) => one.id === id)
      : undefined;
    await this.#make(name, call, {
      ...fieldsOf(account),
      ...context,
      id,
      account: id,
      role: undefined,
      ...told,
      ...whole(account, told),
    });
  }

  /** The address that the invited person is sent, where the call says how to find it. */
  invite(invitation: Invitation, context: SeedContext): Promise<string | null> {
    return this.#make("invite", required(this.#options.seed, "invite"), valuesOfInvitation(invitation, context));
  }

  async uninvite(invitation: Invitation, context: SeedContext): Promise<void> {
    await this.#make("uninvite", required(this.#options.seed, "uninvite"), valuesOfInvitation(invitation, context));
  }

  /** Tells the SP of a connection; nothing where the target file does not say how. */
  async map(connection: Connection, facts: TargetVariables, change: ConnectionChange = {}): Promise<void> {
    const { mapping } = this.#options.seed;
    if (mapping === undefined) return;
    await this.#make("mapping", mapping, valuesOfConnection(connection, facts, mapping, change));
  }

  async organization(context: SeedContext, seats?: number): Promise<void> {
    const { organization } = this.#options.seed;
    if (organization !== undefined) await this.#make("organization", organization, { ...context, seats });
  }

  async #make(name: string, call: SeedCall, values: SeedValues): Promise<string | null> {
    const { tools } = this.#options;
    try {
      return await makeCall(call, values, tools);
    } catch (error) {
      if (error instanceof SeedRefused) throw seedError(name, call, error.message, error.hint, error);
      if (error instanceof TemplateError)
        throw seedError(
          name,
          call,
          error.message,
          "a member that is one whole template is left out where the account has no such field",
          error,
        );
      throw error;
    }
  }
}

/** What only a look at the accounts can tell of an account whose id is known. */
const FIELDS: ReadonlySet<string> = new Set([...ACCOUNT_FIELDS.filter((field) => field !== "id"), "issuer", "subject"]);

function required(seed: Seed, name: SeedName): SeedCall {
  const call = seed[name];
  if (call === undefined)
    throw new JitterbugError("ERR_SEED", `the target has no seed.${name}`, {
      hint: `declare seed.${name} in the target file`,
    });
  return call;
}

/** What is known of an account that was not seeded in this call: APIs that take an email, not an id, can be told. */
function fieldsOf(account: Account | undefined): { readonly [field: string]: Json | undefined } {
  if (account === undefined) return {};
  const { email, email_verified, username, given_name, family_name, name, active, roles, identities } = account;
  const known = identities?.map(({ issuer, subject }) => (issuer === undefined ? { subject } : { issuer, subject }));
  const [first] = known ?? [];
  return {
    email,
    email_verified,
    username,
    given_name,
    family_name,
    name,
    active,
    roles,
    identities: known,
    issuer: first?.issuer,
    subject: first?.subject,
  };
}
