import type { InteractionResults, interactionPolicy, KoaContextWithOIDC } from "oidc-provider";
import type { Clients } from "./clients.ts";
import { expectedSubject, isExpected } from "./expected.ts";
import { isHinted } from "../login/index.ts";
import type { OidcShape } from "../profiles/index.ts";
import { Check, CustomOIDCProviderError, Prompt } from "./library.ts";

/**
 * When the login page is shown: at every request, once; where sessions are kept, only if that of the browser does not
 * settle it. What else an SP may ask for by `prompt` (OpenID Connect Core 3.1.2.1, and `create`) is answered by the same
 * page; `prompt=none` gets the vendor's `login_required` where the page would be shown.
 */
export function loginPrompts(clients: Clients, shape: OidcShape): interactionPolicy.Prompt[] {
  const unsettled = new Check("unsettled", "The person must sign in", "login_required", (ctx: KoaContextWithOIDC) => {
    const asks = ctx.oidc.result?.login === undefined && !isSettled(ctx, clients, shape);
    if (asks && ctx.oidc.prompts.has("none")) throw refused(shape.silent);
    return asks;
  });
  const others = ["consent", "select_account", "create"].map((name) => new Prompt({ name, requestable: true }));
  return [new Prompt({ name: "login", requestable: true }, unsettled), ...others];
}

/** Whether the session of this browser is the sign-in that is asked for. */
function isSettled(ctx: KoaContextWithOIDC, clients: Clients, { login_hint }: OidcShape): boolean {
  const { host } = clients.of(ctx);
  const { session, params = {}, prompts } = ctx.oidc;
  const key = session?.accountId;
  if (!host.keepsSessions || session === undefined || key === undefined) return false;
  const person = host.people.find(key);
  if (person === undefined || !isExpected(person, expectedSubject(params))) return false;
  const { login_hint: hint } = params;
  if (login_hint === "chooses" && typeof hint === "string" && !isHinted(person, hint)) return false;
  const { max_age } = params;
  if (max_age !== undefined && session.past(Number(max_age))) return false;
  return prompts.has("none") || !host.awaits(ctx.req, key);
}

/** Told at the SP, with no more words than the vendor has for it. */
function refused({ error, error_description }: OidcShape["silent"]): Error {
  const told = new CustomOIDCProviderError(error);
  // By GET, as what the person decides is.
  return Object.assign(
    told,
    { status: 303, statusCode: 303 },
    error_description === undefined ? {} : { error_description },
  );
}

/** The login page's answer, which settles every prompt at once. */
export function signedIn(key: string, remember: boolean): InteractionResults {
  return { login: { accountId: key, remember }, ...CONSENTED, select_account: {}, create: {} };
}

/** There is no page for it: whoever has signed in has consented. */
export const CONSENTED: InteractionResults = { consent: {} };
