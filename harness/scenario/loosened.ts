import { within, type JsonSchema } from "./hoist.ts";

const PARAMETER = String.raw`\{\{\s*with\.`;

/** A schema of something in which any value, and any name, may be a parameter or hold one. */
export function loosened(schema: JsonSchema): JsonSchema {
  return within(schema, (inner, keyword) => {
    // Conditions ask which kind it is: that is never a parameter.
    if (keyword === "if" || (keyword === "propertyNames" && inner["enum"] !== undefined)) return inner;
    const loose = loosened(inner);
    if (typeof loose["pattern"] === "string") return { ...loose, pattern: `(?:${loose["pattern"]})|${PARAMETER}` };
    const isValue = keyword === "properties" || keyword === "items" || keyword === "additionalProperties";
    const isHeld = ["type", "enum", "const"].some((one) => inner[one] !== undefined && inner[one] !== "string");
    if (!isValue || !isHeld) return loose;
    const { description, ...value } = loose;
    return {
      ...(description === undefined ? {} : { description }),
      anyOf: [value, { type: "string", pattern: PARAMETER }],
    };
  });
}
