import { expect, it } from "vitest";
import { effectivePolicy, jsonSchema, parseTarget } from "../../harness/scenario/index.ts";
import { KNOB_NAMES, KNOBS } from "../../harness/scenario/model/index.ts";

const target = (policy: object): object => ({
  target: "x",
  base_url: "http://localhost:1",
  connections: {
    acme: { protocol: "oidc", client_id: "app", redirect_uris: ["http://localhost:1/cb"], sign_in: "GET /" },
  },
  observe: {
    session: { request: "GET /", map: { account: "$.id" } },
    accounts: { http: "GET /", each: "$[*]", map: { id: "$.id" } },
  },
  policy,
});
const read = (policy: object) => parseTarget(target(policy), { env: {}, root: "/", idpsAlone: false });

/** A run prints `scim_existing: 409` to be pasted, and writes it by --declare: YAML reads a number there. */
const numbers = KNOB_NAMES.flatMap((knob) =>
  KNOBS[knob].flatMap((value) => (/^\d+$/.test(value) ? [[knob, value] as const] : [])),
);

it("there is a value of a policy that YAML reads as a number", () => {
  expect(numbers).toContainEqual(["scim_existing", "409"]);
});

it.each(numbers)("%s: %s is the same without quotes", (knob, value) => {
  const loaded = read({ [knob]: Number(value) });
  expect(loaded.policy[knob]).toBe(value);
  expect(loaded).toEqual(read({ [knob]: value }));
  const [connection] = loaded.connections;
  if (connection === undefined) throw new Error("there is a connection");
  expect(effectivePolicy(loaded, connection)[knob]).toBe(value);
  expect(() => read({ [knob]: Number(value) - 1 })).toThrow("1 fault");
  expect(JSON.stringify(jsonSchema("target"))).toMatch(
    new RegExp(`"type":"number","(?:const":${value}|enum":\\[(?:\\d+,)*${value})\\b`),
  );
});
