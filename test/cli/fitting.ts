import { fileURLToPath } from "node:url";

/** The SP of fixtures/init, as a file to run; it listens at the port that PORT names. */
export const INIT_SP = fileURLToPath(new URL("fixtures/init/sp.js", import.meta.url));

/** Flags of `init` that fit it, on `localhost:port`. */
export function fittingFlags(port: string, change: { readonly [flag: string]: string } = {}): string[] {
  const flags = {
    "--url": `localhost:${port}`,
    "--start": `"${process.execPath}" "${INIT_SP}"`,
    "--protocol": "oidc",
    "--client-auth": "post",
    "--redirect-uri": "/auth/callback",
    "--sign-in": "/ > Sign in with SSO",
    "--session": "/api/me",
    "--account": "$.user.id",
    "--accounts": "GET /api/users",
    "--each": "$.users[*]",
    "--name": "acme",
    "--idps": "127.0.0.1:0",
    ...change,
  };
  return Object.entries(flags).flat();
}
