import type { SeedCall } from "../../scenario/model/index.ts";
import type { SeedTools } from "./call.ts";
import { seedByExec } from "./exec.ts";
import { seedByHttp } from "./http.ts";
import { seedBySql } from "./sql.ts";
import type { SeedValues } from "./values.ts";

/** Makes a call, by whatever means it is; what it tells, where it says how to find that. Throws SeedRefused, TemplateError. */
export function makeCall(call: SeedCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  switch (call.kind) {
    case "http":
      return seedByHttp(call, values, tools);
    case "sql":
      return seedBySql(call, values, tools);
    case "exec":
      return seedByExec(call, values, tools);
  }
}
