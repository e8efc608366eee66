import type { CDPSession } from "playwright-core";
import type { HeldCookie } from "../port.ts";

const SAME_SITE = { strict: "Strict", lax: "Lax", none: "None" } as const;

/** Every cookie of the tab's browser context, in the words of the port. */
export async function heldCookies(cdp: CDPSession): Promise<readonly HeldCookie[]> {
  const { cookies } = await cdp.send("Network.getAllCookies");
  return cookies.map(({ name, value, domain, path, secure, httpOnly, sameSite, session, expires }) => ({
    name,
    value,
    domain: domain.replace(/^\./, ""),
    hostOnly: !domain.startsWith("."),
    path,
    secure,
    httpOnly,
    sameSite: sameSite === undefined ? null : wordOf(sameSite),
    expires: session ? null : expires * 1_000,
  }));
}

export async function holdCookies(cdp: CDPSession, held: readonly HeldCookie[]): Promise<void> {
  const cookies = held.map(({ name, value, domain, hostOnly, path, secure, httpOnly, sameSite, expires }) => ({
    name,
    value,
    // Without a domain it is for the address's own host.
    url: `${secure ? "https" : "http"}://${domain}${path}`,
    ...(hostOnly ? {} : { domain: `.${domain}` }),
    path,
    secure,
    httpOnly,
    ...(sameSite === null ? {} : { sameSite: SAME_SITE[sameSite] }),
    ...(expires === null ? {} : { expires: expires / 1_000 }),
    // It goes back to where it came from, which may be this machine without https.
    sourceScheme: "Unset" as const,
    sourcePort: -1,
  }));
  if (cookies.length > 0) await cdp.send("Network.setCookies", { cookies });
}

function wordOf(sameSite: "Strict" | "Lax" | "None"): HeldCookie["sameSite"] {
  return sameSite === "Strict" ? "strict" : sameSite === "Lax" ? "lax" : "none";
}
