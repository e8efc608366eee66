import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../harness/plan/index.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { readConfig } from "../../sp-reference/config/environment.ts";
import type { SamlConnection } from "../../sp-reference/config/model.ts";
import { ALL, mint } from "../plan/stage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = loadTarget(`${root}sp-reference/jitterbug.yaml`, { env: {} });
const { connections } = readConfig({});
const { checks, not_offered } = makePlan({
  scenarios: loadScenarios([`${root}scenarios`], { root }),
  target,
  select: ALL,
  mint,
  tuples: "all",
});

/** This SP cannot be told to take the email for the key over OpenID Connect: test/run/email-key.test.ts spoils one. */
const NOT_HERE = { id: "mail-nameid", protocol: "oidc" };

/**
 * Where a domain joins its organization this SP has one `link_by` and no step up, and it knows no `invite`: of these rows
 * lawful/permissive.yaml drives any_email, and the others nobody has seen hold.
 */
const OTHER_JOINS: readonly (readonly [protocol: string, reason: string])[] = [
  ["oidc", "domain_join=invite"],
  [
    "oidc",
    "link_by=verified_email_and_domain|verified_email|any_email, link_step_up=privileged_or_password|always, domain_join=auto",
  ],
  ["oidc", "link_by=never|username, domain_join=auto"],
  ["saml", "domain_join=invite"],
  ["saml", "link_by=any_email, domain_join=auto"],
  [
    "saml",
    "link_by=verified_email_and_domain|verified_email|any_email, link_step_up=privileged_or_password|always, domain_join=auto",
  ],
  ["saml", "link_by=verified_email_and_domain|verified_email, email_verified_missing=unverified, domain_join=auto"],
  ["saml", "link_by=never|username, domain_join=auto"],
];

/** Rows that keep lawful SPs from being failed, and that no connection here takes: nobody has seen them hold. */
const UNSEEN: readonly (readonly [id: string, protocol: string, reason: string])[] = [
  ["scim-match", "oidc", "link_by=username"],
  ["scim-match", "saml", "link_by=username"],
  ["link-domain", "oidc", "link_by=verified_email|any_email, link_step_up=privileged_or_password|always"],
  ["link-domain", "saml", "link_by=verified_email|any_email, link_step_up=privileged_or_password|always"],
  [
    "link-domain",
    "saml",
    "jit=on, link_by=verified_email, email_verified_missing=unverified|trust_verified_domain, unverified_domain=allow",
  ],
  ["link-linked-elsewhere", "oidc", "link_conflict=relink_window"],
  ["link-linked-elsewhere", "oidc", "jit=off, link_conflict=apart"],
  ["link-linked-elsewhere", "saml", "link_conflict=relink_window"],
  ["link-linked-elsewhere", "saml", "jit=off, link_conflict=apart"],
];

/** Whoever is in too many groups for a token is so at some vendors' alone. */
const OF_VENDORS = "role-overage";

/** Not each connection has a second one beside it: what takes two is driven where there are two. */
const ALONE = /^the target has no second \w+ connection /;

/** A row of a table that no connection reaches is a row that nobody has seen hold. */
describe("the shipped scenarios on the reference SP", () => {
  test("every value and every row of every table is reached, on each protocol of its scenario", () => {
    const joins = not_offered.filter(({ id }) => id === "dom-join");
    expect(joins.map(({ protocol, reason }) => [protocol, reason])).toEqual(OTHER_JOINS);
    const others = not_offered.filter((one) => !joins.includes(one) && one.id !== OF_VENDORS);
    const [first, ...rest] = others;
    expect(first).toMatchObject(NOT_HERE);
    expect(rest.map(({ id, protocol, reason }) => [id, protocol, reason])).toEqual(UNSEEN);
  });

  test("what is of vendors alone is reached where its customers' IdPs are vendors'", () => {
    const vendors = loadTarget(`${root}sp-reference/vendors/jitterbug.yaml`, { env: {} });
    const plan = makePlan({
      scenarios: loadScenarios([`${root}scenarios`], { root }).filter(({ id }) => id === OF_VENDORS),
      target: vendors,
      select: ALL,
      mint,
      tuples: "all",
    });
    expect(plan.not_offered).toEqual([]);
    const driven = plan.checks.filter(({ settled }) => settled === undefined);
    expect(driven.map(({ protocol, policy }) => `${protocol} ${policy.groups_overage ?? ""}`).toSorted()).toEqual(
      ["oidc", "saml"].flatMap((protocol) => ["fetch", "keep", "reject"].map((value) => `${protocol} ${value}`)),
    );
  });

  test.each([
    ["encrypted assertions", ({ encryptedAssertions }: SamlConnection) => encryptedAssertions],
    ["signed requests", ({ signRequests }: SamlConnection) => signRequests],
    ["requests by POST", ({ requestBinding }: SamlConnection) => requestBinding === "post"],
  ])("checks are driven on a connection with %s", (_, has) => {
    const chosen = checks.map(({ connection }) => connections.get(connection));
    expect(chosen.filter((one) => one?.protocol === "saml" && has(one)).length).toBeGreaterThanOrEqual(5);
  });

  test("every check is driven", () => {
    // Where nobody can be told by the key, the scenarios that cover it speak alone.
    const settled = checks.filter(
      ({ id, settled: told }) =>
        told !== undefined &&
        id !== "declared-unsafe" &&
        id !== OF_VENDORS &&
        !told.reason.startsWith("the identity key is "),
    );
    const driven = new Set(checks.flatMap((one) => (one.settled === undefined ? [`${one.id} ${one.protocol}`] : [])));
    const rest = settled.filter(
      ({ id, protocol, settled: told }) => !ALONE.test(told?.reason ?? "") || !driven.has(`${id} ${protocol}`),
    );
    expect(rest).toEqual([expect.objectContaining(NOT_HERE)]);
  });
});
