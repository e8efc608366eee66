import { expect, test } from "vitest";
import { askedElsewhere } from "../../../harness/observe/elsewhere.ts";
import { TAMPERS } from "../../../harness/tampers/index.ts";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { open, pick, posted } from "./support/browser.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { describeWithWitnesses, parse, verifySignature, type Testimony } from "./support/witness.ts";

/** Who follows an address that a message names, of programs that SPs are made of; and by which the kit is heard to hear. */
const FOLLOWS: Readonly<Record<string, (xml: string, idp: RunningIdp) => Promise<Testimony>>> = {
  inclusion: (xml) => parse(xml, "--xinclude"),
  "external-entity": (xml) => parse(xml, "--noent"),
  "external-parameter-entity": (xml) => parse(xml, "--noent"),
  "external-document-type": (xml) => parse(xml, "--loaddtd"),
  "imported-stylesheet": verified,
  "addressed-reference": verified,
  "addressed-key": verified,
};

function verified(xml: string, { facts }: RunningIdp): Promise<Testimony> {
  return verifySignature(xml, facts.certificate);
}

async function message(idp: RunningIdp, tamper: string): Promise<string> {
  idp.idps.arm(CONNECTION, "ada", { name: tamper, parameters: {} });
  const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
  expect(idp.idps.disarm(CONNECTION, "ada")).toEqual({ delivered: true });
  return xml;
}

function asked(idp: RunningIdp): readonly string[] {
  return askedElsewhere(idp.exchanges).map(({ request }) => `${request.method} ${new URL(request.url).pathname}`);
}

test("there is a case for every tamper that names an address", () => {
  const leading = Object.entries(TAMPERS.saml).flatMap(([name, { leads = false }]) => (leads ? [name] : []));
  expect(Object.keys(FOLLOWS)).toEqual(leading);
});

describeWithWitnesses("addresses that messages name", () => {
  test.each(Object.entries(FOLLOWS))("%s is followed, and heard", async (name, follow) => {
    const idp = await startIdp();
    await follow(await message(idp, "nothing"), idp);
    expect(asked(idp)).toEqual([]);
    const xml = await message(idp, name);
    expect(asked(idp)).toEqual([]);
    const { said } = await follow(xml, idp);
    const [, address = ""] = /"(http:[^"]+\/elsewhere\/[^"]+)"/.exec(xml) ?? [];
    // xmlsec1 forbids its processor of stylesheets the network, and says so.
    if (name === "imported-stylesheet") expect(said).toContain(`Network file read for ${address} refused`);
    else expect(asked(idp)).toContain(`GET ${new URL(address).pathname}`);
  });
});
