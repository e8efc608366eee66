/** How a tamper may be written, as JSON Schema, from the table. */
import { TAMPERS } from "../../tampers/index.ts";
import type { Parameter } from "../../tampers/row.ts";

/** A name; a template; or one name with its parameters. */
export function tamperSchemas(): object[] {
  const rows = new Map([...Object.entries(TAMPERS.saml), ...Object.entries(TAMPERS.oidc)]);
  const names = [...rows].map(([name, { about }]) => ({ const: name, description: about }));
  const maps = [...rows].map(([name, { about, parameters = {} }]) => {
    const properties = Object.fromEntries(Object.entries(parameters).map(([word, one]) => [word, parameter(one)]));
    return [name, { type: ["object", "null"], description: about, properties, additionalProperties: false }] as const;
  });
  return [
    { oneOf: names },
    { type: "string", pattern: "\\{\\{" },
    {
      type: "object",
      properties: Object.fromEntries(maps),
      patternProperties: { "\\{\\{": { type: ["object", "null"] } },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    },
  ];
}

function parameter({ type, about, default: taken }: Parameter): object {
  const base = { description: about, default: taken };
  if (type === "any") return base;
  const typed = type === "text" ? { type: "string" } : { type: "integer", minimum: 1 };
  return { ...base, anyOf: [typed, { type: "string", pattern: "\\{\\{" }] };
}
