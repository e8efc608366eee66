import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Every Debian package that a witness comes in, and a file by which it is known to be there. */
export const PACKAGES = {
  apache2: "/usr/sbin/apache2",
  "libapache2-mod-auth-mellon": "/usr/lib/apache2/modules/mod_auth_mellon.so",
  "libapache2-mod-auth-openidc": "/usr/lib/apache2/modules/mod_auth_openidc.so",
  "libxml2-utils": "/usr/bin/xmllint",
  "opensaml-schemas": "/usr/share/xml/opensaml/saml-schema-protocol-2.0.xsd",
  "python3-authlib": "/usr/lib/python3/dist-packages/authlib/__init__.py",
  "python3-onelogin-saml2": "/usr/lib/python3/dist-packages/onelogin/saml2/__init__.py",
  "python3-requests": "/usr/lib/python3/dist-packages/requests/__init__.py",
  xmlsec1: "/usr/bin/xmlsec1",
  "xmltooling-schemas": "/usr/share/xml/xmltooling/xmldsig-core-schema.xsd",
} as const;

export type Package = keyof typeof PACKAGES;

/**
 * Tests that need programs from Debian packages. Where one is missing they are skipped, and the title says so; with
 * CI set that is a failure, since a witness that nobody hears proves nothing.
 */
export function describeWith(packages: readonly Package[], title: string, tests: () => void): void {
  describeWithFiles(Object.fromEntries(packages.map((name) => [name, PACKAGES[name]])), title, tests);
}

/** The same for packages that are listed elsewhere: each with a file by which it is known to be there. */
export function describeWithFiles(
  packages: { readonly [name: string]: string },
  title: string,
  tests: () => void,
): void {
  const missing = Object.entries(packages).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const cure = `apt-get install ${missing.join(" ")}`;
  if (process.env["CI"] === undefined) describe.skip(`${title} [SKIPPED, the witness is missing: ${cure}]`, tests);
  else test(`${title}: the witness is there`, () => expect.fail(`it is missing: ${cure}`));
}
