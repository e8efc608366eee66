import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { Idps, SamlSpec } from "../../../harness/idp/port.ts";
import type { Site } from "./apache.ts";

/** Where the SP of a connection shows who is signed in. */
export function sessionPath(connection: string): string {
  return `/mellon/${connection}/whoami`;
}

/** One SP for each connection, each with the IdP's metadata as it is served; all sign and decrypt with one key. */
export async function mellonSite(idps: Idps, specs: readonly SamlSpec[], key: SigningKey): Promise<Site> {
  const metadata = await Promise.all(specs.map(async ({ name }) => [`${name}.xml`, await metadataOf(idps, name)]));
  return {
    modules: ["auth_mellon"],
    whoami: specs.map(({ name }) => sessionPath(name)),
    files: {
      ...(Object.fromEntries(metadata) as Record<string, string>),
      "sp.key": key.privateKeyPem,
      "sp.crt": key.certificatePem,
    },
    directives: ["MellonLockFile mellon.lock", ...specs.map(location)].join("\n"),
  };
}

async function metadataOf(idps: Idps, connection: string): Promise<string> {
  const facts = await idps.facts(connection);
  if (facts.protocol !== "saml") throw new Error(`${connection} is not a SAML connection`);
  return await (await fetch(facts.metadata_url)).text();
}

/** Its cookie test is SameSite=None, which browsers keep only where it is Secure too, as it may be on localhost. */
function location({ name, sp_entity_id }: SamlSpec): string {
  return `<Location "/mellon/${name}">
  AuthType Mellon
  Require valid-user
  MellonEnable auth
  MellonVariable ${name}
  MellonSecureCookie On
  MellonEndpointPath /mellon/${name}/endpoint
  MellonSPentityId ${sp_entity_id}
  MellonSPPrivateKeyFile sp.key
  MellonSPCertFile sp.crt
  MellonIdPMetadataFile ${name}.xml
</Location>`;
}
