import { expect, it } from "vitest";
import { TAMPER_NAMES as OIDC } from "../../harness/idp/oidc/tampers/registry.ts";
import { TAMPER_NAMES as SAML } from "../../harness/idp/saml/tampers/registry.ts";
import { TAMPERS } from "../../harness/scenario/model/index.ts";

it("scenarios may name the tampers that there are", () => {
  expect(TAMPERS.oidc.toSorted()).toEqual(OIDC.toSorted());
  expect(TAMPERS.saml.toSorted()).toEqual(SAML.toSorted());
});
