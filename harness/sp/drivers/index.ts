import type { AccountsReader } from "../../accounts/index.ts";
import type { AccountsDriver } from "../../scenario/model/index.ts";
import type { DriverContext } from "./context.ts";
import { execReader } from "./exec.ts";
import { httpReader } from "./http.ts";
import { scimReader } from "./scim.ts";
import { sqlReader } from "./sql.ts";

/** One reader for each accounts driver of a target file. A driver that is alone of its kind goes by the kind's name. */
export function openReaders(
  drivers: readonly AccountsDriver[],
  context: Omit<DriverContext, "name">,
): AccountsReader[] {
  return drivers.map((driver, at) => {
    const alike = drivers.filter(({ kind }) => kind === driver.kind).length;
    const ordinal = drivers.slice(0, at + 1).filter(({ kind }) => kind === driver.kind).length;
    return openReader(driver, { ...context, name: alike === 1 ? driver.kind : `${driver.kind} ${ordinal}` });
  });
}

function openReader(driver: AccountsDriver, context: DriverContext): AccountsReader {
  switch (driver.kind) {
    case "http":
      return httpReader(driver, context);
    case "sql":
      return sqlReader(driver, context);
    case "scim":
      return scimReader(driver, context);
    case "exec":
      return execReader(driver, context);
  }
}
