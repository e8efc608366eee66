import type { InteractionResults, interactionPolicy, KoaContextWithOIDC } from "oidc-provider";
import type { Clients } from "./clients.ts";
import { expectedSubject, isExpected } from "./expected.ts";
import { Check, Prompt } from "./library.ts";

/**
 * When the login page is shown: at every request, once; where sessions are kept, only if that of the browser does not
 * settle it. What else an SP may ask for by `prompt` (OpenID Connect Core 3.1.2.1, and `create`) is answered by the same
 * page; `prompt=none` gets `login_required` where the page would be shown.
 */
export function loginPrompts(clients: Clients): interactionPolicy.Prompt[] {
  const unsettled = new Check(
    "unsettled",
    "The person must sign in",
    "login_required",
    (ctx: KoaContextWithOIDC) => ctx.oidc.result?.login === undefined && !isSettled(ctx, clients),
  );
  const others = ["consent", "select_account", "create"].map((name) => new Prompt({ name, requestable: true }));
  return [new Prompt({ name: "login", requestable: true }, unsettled), ...others];
}

/** Whether the session of this browser is the sign-in that is asked for. */
function isSettled(ctx: KoaContextWithOIDC, clients: Clients): boolean {
  const { host } = clients.of(ctx);
  const { session, params = {}, prompts } = ctx.oidc;
  const key = session?.accountId;
  if (!host.keepsSessions || session === undefined || key === undefined) return false;
  const person = host.people.find(key);
  if (person === undefined || !isExpected(person, expectedSubject(params))) return false;
  const { max_age } = params;
  if (max_age !== undefined && session.past(Number(max_age))) return false;
  return prompts.has("none") || !host.awaits(ctx.req, key);
}

/** The login page's answer, which settles every prompt at once. */
export function signedIn(key: string, remember: boolean): InteractionResults {
  return { login: { accountId: key, remember }, ...CONSENTED, select_account: {}, create: {} };
}

/** There is no page for it: whoever has signed in has consented. */
export const CONSENTED: InteractionResults = { consent: {} };
