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

/** Requests whose person was known beforehand, and has signed in with them. */
const KNOWN = new WeakSet<object>();

/**
 * Signs in whom somebody chose beforehand (`idp --as`, the control API), with the request itself: no page and no redirect
 * there and back. Where the request says more of the person or of the page than that somebody signs in, or the browser has
 * a session, the page's route has the answers. To be called once the library has found the request to be in order, so that
 * a choice for one sign-in is not spent on a request that is refused.
 */
export function signInKnown(ctx: KoaContextWithOIDC, clients: Clients): void {
  const { session, params = {}, prompts, route } = ctx.oidc;
  if (route !== "authorization" || session === undefined || session.accountId !== undefined) return;
  if (prompts.size > 0 || params.max_age !== undefined || expectedSubject(params) !== undefined) return;
  const { host } = clients.of(ctx);
  // The page's route turns the others away.
  const key = host.chosen(ctx.req, "assigned");
  if (key === undefined) return;
  session.loginAccount({ accountId: key, transient: !host.keepsSessions });
  KNOWN.add(ctx);
}

/** Whether the session of this browser is the sign-in that is asked for. */
function isSettled(ctx: KoaContextWithOIDC, clients: Clients, { login_hint }: OidcShape): boolean {
  if (KNOWN.has(ctx)) return true;
  const { host } = clients.of(ctx);
  const { session, params = {}, prompts } = ctx.oidc;
  const key = session?.accountId;
  if (!host.keepsSessions || session === undefined || key === undefined) return false;
  const person = host.people.find(key);
  // The page's route turns away whom the application is not given to any more.
  if (person === undefined || person.assigned === false || !isExpected(person, expectedSubject(params))) return false;
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
