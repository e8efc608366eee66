import { namesInCall } from "../../scenario/abilities.ts";
import { groupAsSent } from "../../scenario/shaped-facts.ts";
import type { Connection, Json, SeedCall } from "../../scenario/model/index.ts";
import type { ConnectionChange, TargetVariables } from "../port.ts";
import type { SeedValues } from "./values.ts";

/**
 * What an SP may be told of a connection: where its IdP is, under which names it sends what, and which of its groups give
 * which role. `facts` are the target's, `connections.NAME.FIELD`. The parameters of SQL have `_` where a path has a dot.
 */
export function valuesOfConnection(
  connection: Connection,
  facts: TargetVariables,
  call: SeedCall,
  { idp, claims = {}, groups = {} }: ConnectionChange = {},
): SeedValues {
  const { name, organization, protocol, profile, roles } = connection;
  const head = `connections.${idp ?? name}.`;
  const told = Object.entries(facts).flatMap(([path, value]) =>
    path.startsWith(head) ? [[path.slice(head.length).replace(/^attributes\./, "claims."), value] as const] : [],
  );
  const asked = [...namesInCall(call)].filter((path) => /^claims\.[^.]/.test(path));
  const values: Record<string, Json | undefined> = {
    ns: "",
    ...Object.fromEntries(asked.map((path) => [path, path.slice("claims.".length)])),
    ...Object.fromEntries(told),
    ...Object.fromEntries(Object.entries(roles.mapped).map(([which, { role }]) => [`roles.${which}`, role])),
    "roles.default": roles.default,
    connection: name,
    organization,
    protocol,
    profile,
  };
  for (const [claim, other] of Object.entries(claims)) {
    const sent = told.find(([path]) => path === `claims.${other}`)?.[1];
    values[`claims.${claim}`] = sent ?? other;
  }
  for (const [which, group] of Object.entries(groups)) values[`groups.${which}`] = groupAsSent(connection, group);
  values["issuer"] ??= values["entity_id"];
  values["claims"] = below("claims.", values);
  values["groups"] = below("groups.", values);
  const flat = Object.entries(values).map(([path, value]) => [path.replaceAll(".", "_"), value] as const);
  return { ...Object.fromEntries(flat), ...values };
}

function below(head: string, values: SeedValues): { readonly [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([path, value]) =>
      path.startsWith(head) && value !== undefined ? [[path.slice(head.length), value]] : [],
    ),
  );
}
