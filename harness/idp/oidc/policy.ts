import type { InteractionResults, interactionPolicy, KoaContextWithOIDC } from "oidc-provider";
import { Check, Prompt } from "./library.ts";

/**
 * When the login page is shown: at every request, once. What else an SP may ask for by `prompt` (OpenID Connect Core
 * 3.1.2.1, and `create`) is answered by the same page; `prompt=none` gets `login_required`, since nobody ever has a
 * session here.
 */
export function loginEveryTime(): interactionPolicy.Prompt[] {
  const everyTime = new Check(
    "every_time",
    "The person must sign in",
    "login_required",
    (ctx: KoaContextWithOIDC) => ctx.oidc.result?.login === undefined,
  );
  const others = ["consent", "select_account", "create"].map((name) => new Prompt({ name, requestable: true }));
  return [new Prompt({ name: "login", requestable: true }, everyTime), ...others];
}

/** The login page's answer, which settles every prompt at once. */
export function signedIn(key: string): InteractionResults {
  return { login: { accountId: key, remember: false }, consent: {}, select_account: {}, create: {} };
}
