import * as fc from "fast-check";
import { expect } from "vitest";
import { IdpRefusal, ProtocolFault } from "../../sp-reference/app/faults.ts";
import { samlClient } from "../../sp-reference/saml/client.ts";
import { samlSteps, type VerifiedResponse } from "../../sp-reference/saml/steps.ts";
import { ENTITY_ID, makeForge, samlConnection } from "../sp-reference/forge.ts";
import { holds } from "./property.ts";
import { depth, editText, editTree, nested, textEdits, treeEdits } from "./xml-edits.ts";

const forge = makeForge();
const idp = { entityId: ENTITY_ID, ssoUrl: "https://idp.test/sso", certificates: [forge.certificate] };
const saml = await samlClient(samlConnection, idp, "strict");

/** What the reference SP makes of a response; null where it refuses it as one should. */
async function verified(encoded: string): Promise<VerifiedResponse | null> {
  try {
    return await samlSteps.verify({
      connection: samlConnection,
      idp,
      saml,
      libraries: "strict",
      key: null,
      encoded,
      now: Date.now(),
    });
  } catch (error) {
    if (error instanceof ProtocolFault || error instanceof IdpRefusal) return null;
    throw error;
  }
}

const sign = fc.constantFrom("assertion", "response", "both");

/** What was accepted says what was signed, and no word else. */
async function expectSignedWords(encoded: string): Promise<void> {
  const accepted = await verified(encoded);
  if (accepted === null) return;
  const { assertion, assertionId, inResponseTo } = accepted;
  expect({ assertionId, inResponseTo }).toEqual({ assertionId: "_assertion", inResponseTo: "_request" });
  expect(assertion).toMatchObject({ issuer: ENTITY_ID, nameId: { value: "ada" } });
  expect([...(assertion.protocol === "saml" ? assertion.attributes : [])]).toEqual([["mail", ["ada@acme.test"]]]);
}

holds(
  "a signed response whose text was changed says what was signed, or is refused",
  [sign, textEdits],
  (signed, edits) =>
    expectSignedWords(forge.response({ sign: signed, tamper: (xml) => editText(xml, edits).toWellFormed() })),
  { runs: 50 },
);

holds(
  "a signed response whose parts were moved says what was signed, or is refused",
  [sign, treeEdits],
  (signed, edits) => expectSignedWords(forge.response({ sign: signed, tamper: (xml) => editTree(xml, edits) })),
  { runs: 100 },
);

holds(
  "a response that nobody signed is refused",
  [treeEdits, textEdits],
  async (tree, text) => {
    expect(
      await verified(forge.response({ sign: "none", tamper: (xml) => editText(editTree(xml, tree), text) })),
    ).toBeNull();
  },
  { runs: 40 },
);

holds(
  "whatever comes as a response, it is refused",
  [
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64")),
    ),
  ],
  async (encoded) => {
    expect(await verified(encoded)).toBeNull();
  },
  { runs: 50 },
);

const places = fc.constantFrom(
  "</samlp:Status>",
  "</saml:Subject>",
  "</saml:NameID>",
  "</saml:AttributeValue>",
  "</samlp:Response>",
);

holds(
  "a response nested however deep is refused, or says what was signed",
  [sign, depth, places],
  async (signed, levels, place) => {
    await expectSignedWords(
      forge.response({ sign: signed, tamper: (xml) => xml.replace(place, nested(levels) + place) }),
    );
  },
  { runs: 3 },
);
