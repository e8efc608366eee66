import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import type { TearDown } from "./tear-down.ts";

/** The package's command; it exports nothing that could be closed again. */
const PROGRAM = new URL(import.meta.resolve("saml-idp/bin/run.js")).pathname;

export interface SamlIdp {
  readonly origin: string;
  readonly metadataUrl: string;
  /** Whether the Response is signed, beside its Assertion. */
  signResponse(on: boolean): Promise<void>;
}

export interface SamlIdpOptions {
  readonly entityId: string;
  /** Where the SP lives; each sign-in names its own ACS in the request. */
  readonly acs: string;
  readonly audience: string;
}

/** saml-idp as its own process, with a key of its own. */
export async function startSamlIdp(tearDown: TearDown, options: SamlIdpOptions): Promise<SamlIdp> {
  const folder = await tearDown.folder();
  const { privateKeyPem, certificatePem } = await createKeyStore(null, "saml-idp").signingKey("signing", "RS256");
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")] as const;
  await writeFile(key, privateKeyPem, { mode: 0o600 });
  await writeFile(cert, certificatePem);
  const words = { key, cert, issuer: options.entityId, acsUrl: options.acs, audience: options.audience };
  const port = await tearDown.program((free) => ({
    command: [
      process.execPath,
      PROGRAM,
      ...Object.entries({ ...words, host: "127.0.0.1", port: String(free) }).flatMap(([name, value]) => [
        `--${name}`,
        value,
      ]),
    ],
    cwd: folder,
    ready: `http://127.0.0.1:${free}/metadata`,
  }));
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    metadataUrl: `${origin}/metadata`,
    async signResponse(on) {
      const body = new URLSearchParams({ signResponse: String(on) });
      const { status } = await fetch(`${origin}/settings`, { method: "POST", body, redirect: "manual" });
      if (status !== 302) throw new Error(`saml-idp answered ${status} to new settings`);
    },
  };
}
