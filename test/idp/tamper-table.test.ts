import { describe, expect, it } from "vitest";
import { DOINGS as OIDC } from "../../harness/idp/oidc/tampers/registry.ts";
import { DOINGS as SAML } from "../../harness/idp/saml/tampers/registry.ts";
import { CONTROL, corrupts, TAMPERS } from "../../harness/tampers/index.ts";
import { OIDC_POINTS } from "../../harness/tampers/oidc.ts";
import { SAML_POINTS } from "../../harness/tampers/saml.ts";

const SIDES = [
  { protocol: "oidc", points: OIDC_POINTS, doings: OIDC },
  { protocol: "saml", points: SAML_POINTS, doings: SAML },
] as const;

describe.each(SIDES)("the tampers of $protocol", ({ protocol, points, doings }) => {
  const table = Object.entries(TAMPERS[protocol]);

  it("have one doing each, at their own point, and no doing is without a row", () => {
    const rows = table.flatMap(([name, { at }]) => (name === CONTROL ? [] : [`${at}: ${name}`]));
    const done = Object.entries(doings).flatMap(([at, named]) => Object.keys(named).map((name) => `${at}: ${name}`));
    expect(done.toSorted()).toEqual(rows.toSorted());
  });

  it("have a control, and points that are in use", () => {
    expect(TAMPERS[protocol][CONTROL]?.at).toBe("control");
    expect([...new Set(table.map(([, { at }]) => at))].toSorted()).toEqual(Object.keys(points).toSorted());
  });

  it.each(table)(
    "%s is told in one sentence, and its parameters are of their type",
    (name, { about, parameters = {} }) => {
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(about).toMatch(/^[A-Z].*\.$/);
      expect(about).not.toMatch(/\. /);
      for (const { type, default: taken } of Object.values(parameters)) {
        if (type === "text") expect(taken).toBeTypeOf("string");
        if (type === "seconds") expect(taken).toBeGreaterThan(0);
      }
    },
  );
});

it("a lawful variance corrupts nothing, nor does the control", () => {
  expect(corrupts("unknown-members")).toBe(false);
  expect(corrupts(CONTROL)).toBe(false);
  expect(corrupts("wrong-audience")).toBe(true);
});
