import { JitterbugError } from "../../errors.ts";
import type { ConnectionDraft, TargetDraft } from "../../scenario/index.ts";
import { askAccounts, type AccountsAnswer, type AccountsFlags } from "./accounts.ts";
import { startedIn, type Places } from "./files.ts";
import { Slip, type Form } from "./form.ts";
import { readMetadata } from "./metadata.ts";
import {
  NONE,
  readAddress,
  readAddressAt,
  readCommand,
  readListen,
  readNone,
  readProtocols,
  readRequest,
  readSignIn,
  readText,
} from "./read.ts";
import { nameOf, type Surroundings } from "./surroundings.ts";
import { readVariables, variablesFor } from "./variables.ts";

/** One flag for each answer, so that a script can give them. */
export interface AnswerFlags extends AccountsFlags {
  readonly name?: string;
  readonly url?: string;
  readonly start?: string;
  readonly ready?: string;
  readonly env?: readonly string[];
  readonly idps?: string;
  readonly protocol?: string;
  readonly clientId?: string;
  readonly clientAuth?: "basic" | "post" | "none";
  readonly redirectUri?: string;
  readonly spMetadata?: string;
  readonly spEntityId?: string;
  readonly acs?: string;
  readonly signIn?: string;
  readonly samlSignIn?: string;
  readonly session?: string;
  readonly account?: string;
}

export interface Answers {
  readonly draft: TargetDraft;
  readonly secrets: AccountsAnswer["secrets"];
}

/** Five questions, with what each leads to. Throws ERR_USAGE with every flag that is missing where nobody can answer. */
export async function askAll(form: Form, flags: AnswerFlags, around: Surroundings, places: Places): Promise<Answers> {
  form.say("Five questions. Enter takes what stands in brackets; Ctrl-C leaves.");
  const base_url = await form.answer({
    flag: "--url",
    given: flags.url,
    question: "1/5  Where does your SP answer?",
    suggestion: "http://localhost:3000",
    read: readAddress,
  });
  const start = await askStart(form, flags, around);
  const protocols = await form.answer({
    flag: "--protocol",
    given: flags.protocol,
    question: "2/5  Does it speak oidc, saml or both?",
    suggestion: "oidc",
    read: readProtocols,
  });
  const parties = [];
  for (const protocol of protocols) parties.push(await askParty(form, flags, protocol, base_url, places));
  const connections: ConnectionDraft[] = [];
  for (const party of parties) connections.push({ ...party, sign_in: await askSignIn(form, flags, party, protocols) });
  const session = await askSession(form, flags);
  const accounts = await askAccounts(form, flags, places);
  if (form.missing.length > 0) throw missing(form.missing);
  const env = flags.env === undefined ? variablesFor(protocols, around.variables) : givenVariables(flags.env);
  return {
    draft: {
      target: flags.name === undefined ? around.name : nameOf(flags.name),
      base_url,
      listen: readIdps(flags.idps, base_url),
      start: start === null ? null : { ...start, ...startedIn(places), env },
      connections,
      session,
      accounts: accounts.draft,
    },
    secrets: accounts.secrets,
  };
}

async function askStart(form: Form, flags: AnswerFlags, { start }: Surroundings) {
  const command = await form.answer({
    flag: "--start",
    given: flags.start,
    question: `     How is it started? ("${NONE}": it runs already)`,
    suggestion: start ?? NONE,
    read: readNone(readCommand),
  });
  if (command === null) return null;
  const ready = await form.answer({
    flag: "--ready",
    given: flags.ready,
    question: "     Which request does it answer as soon as it is ready?",
    suggestion: "GET /",
    optional: true,
    read: readRequest,
  });
  return { command, ready };
}

type Party = ConnectionDraft extends infer C ? (C extends ConnectionDraft ? Omit<C, "sign_in"> : never) : never;

async function askParty(
  form: Form,
  flags: AnswerFlags,
  protocol: "oidc" | "saml",
  base: string,
  places: Places,
): Promise<Party> {
  const address = readAddressAt(base);
  if (protocol === "oidc") {
    const redirect_uri = await form.answer({
      flag: "--redirect-uri",
      given: flags.redirectUri,
      question: "     What is its redirect URI (callback)?",
      suggestion: `${base}/auth/callback`,
      read: address,
    });
    const { clientId = "jitterbug", clientAuth } = flags;
    const auth = clientAuth === undefined ? {} : { client_auth: clientAuth };
    return { name: "oidc", protocol, client_id: clientId, ...auth, redirect_uri };
  }
  const apart = flags.spEntityId !== undefined || flags.acs !== undefined;
  const metadata = apart
    ? null
    : await form.answer({
        flag: "--sp-metadata (or --sp-entity-id and --acs)",
        given: flags.spMetadata,
        question: `     Where is its SAML metadata, an address or a file? ("${NONE}": it has none)`,
        suggestion: `${base}/saml/metadata`,
        read: readNone(readMetadata(base, places)),
      });
  if (metadata !== null) return { name: "saml", protocol, sp: { metadata } };
  const entity_id = await form.answer({
    flag: "--sp-entity-id",
    given: flags.spEntityId,
    question: "     What is its entity ID (audience)?",
    suggestion: base,
    read: readText,
  });
  const acs = await form.answer({
    flag: "--acs",
    given: flags.acs,
    question: "     What is its ACS URL (reply URL)?",
    suggestion: `${base}/saml/acs`,
    read: address,
  });
  return { name: "saml", protocol, sp: { entity_id, acs } };
}

function askSignIn(form: Form, flags: AnswerFlags, { protocol }: Party, protocols: readonly string[]) {
  const other = protocol === "saml" && protocols.length > 1;
  const of = protocols.length > 1 ? ` by ${protocol.toUpperCase()}` : "";
  return form.answer({
    flag: other ? "--saml-sign-in" : "--sign-in",
    given: other ? flags.samlSignIn : flags.signIn,
    question: `${other ? "     " : "3/5  "}How does a sign-in${of} start? (GET /path, or a page and what is pressed there:\n     /login > Sign in with SSO)`,
    suggestion: protocol === "oidc" ? "GET /auth/login" : "GET /saml/login",
    read: readSignIn,
  });
}

async function askSession(form: Form, flags: AnswerFlags) {
  const request = await form.answer({
    flag: "--session",
    given: flags.session,
    question: "4/5  Which request shows who is signed in?",
    suggestion: "GET /api/me",
    read: readRequest,
  });
  const account = await form.answer({
    flag: "--account",
    given: flags.account,
    question: "     Where does its answer show the account's id? (a JSONPath, or the CSS selector of a page)",
    suggestion: "$.id",
    optional: true,
    read: readText,
  });
  return { request, account };
}

/** On another site than the SP, so that a cookie that is lost on the way back is found. */
function readIdps(given: string | undefined, base_url: string): string {
  const site = new URL(base_url).hostname === "127.0.0.1" ? "localhost" : "127.0.0.1";
  return told("--idps", given ?? `${site}:9400`, readListen);
}

function givenVariables(given: readonly string[]): { readonly [variable: string]: string } {
  return told("--env", given.join(" "), () => readVariables(given));
}

function told<T>(flag: string, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof Slip)) throw error;
    throw new JitterbugError("ERR_USAGE", `${flag} does not take ${text}`, { hint: error.message, cause: error });
  }
}

function missing(flags: readonly string[]): JitterbugError {
  return new JitterbugError("ERR_USAGE", `nobody is here to ask, and these flags are missing: ${flags.join(", ")}`, {
    hint: "`jitterbug init --help` tells what each takes; in a terminal, `jitterbug init` asks.",
  });
}
