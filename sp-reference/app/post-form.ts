import type { Response } from "express";
import { render } from "./render.ts";

/**
 * Sends the browser on with a form (SAML Bindings 3.5). The page submits itself by a script of its own file and, where
 * none runs, by its button. Its policy lets the form go to that one address' origin and nothing else.
 */
export function postForm(res: Response, action: string, fields: { readonly [name: string]: string }): void {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${new URL(action).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  res.set("content-security-policy", policy.join("; "));
  render(res, "post", { title: "On to your identity provider", action, fields });
}
