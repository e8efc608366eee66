import type { Response } from "express";
import { loginPages } from "../login/index.ts";
import type { KeptAnswer } from "../mount.ts";
import type { Connection } from "./connection.ts";

/** Below a connection's own address. */
export const KEPT_PATH = "/kept";

interface Way {
  /** Another callback than the answer was made for. */
  readonly callback: string | undefined;
  /** The answer whose state it is given. */
  readonly lent: KeptAnswer | undefined;
}

/** Sends a browser on with an answer that was kept: from the IdP's own site, as it would have gone. */
export function sendOn(res: Response, { url, form }: KeptAnswer, { callback, lent }: Way): void {
  res.set("Cache-Control", "no-store");
  const target = new URL(callback ?? url);
  const state = lent === undefined ? null : stateOf(lent);
  const changed = state === null ? {} : { state };
  if (form !== undefined) return void res.send(loginPages.autoSubmit(target.href, { ...form, ...changed }));
  const { searchParams, hash } = new URL(url);
  if (callback !== undefined) for (const [name, value] of searchParams) target.searchParams.set(name, value);
  if (hash === "") for (const [name, value] of Object.entries(changed)) target.searchParams.set(name, value);
  else
    target.hash = new URLSearchParams({
      ...Object.fromEntries(new URLSearchParams(hash.slice(1))),
      ...changed,
    }).toString();
  res.redirect(303, target.href);
}

/** Of a form, of a query or of a fragment. */
function stateOf({ url, form }: KeptAnswer): string | null {
  const { searchParams, hash } = new URL(url);
  return form?.["state"] ?? searchParams.get("state") ?? new URLSearchParams(hash.slice(1)).get("state");
}

/** Where answers of a connection go. */
export async function callbackOf({ spec, mounted }: Connection): Promise<string | undefined> {
  if (spec.protocol === "oidc") return spec.redirect_uris[0];
  return (await mounted.knownSp())?.acs[0];
}
