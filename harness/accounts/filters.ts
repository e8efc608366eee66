import type { AccountsDriver } from "../scenario/model/index.ts";
import { templatePaths } from "../scenario/template.ts";

/** Whether a driver may show less than all accounts: what it sends, or what its command is told, names the namespace. */
export function filters(driver: AccountsDriver): boolean {
  switch (driver.kind) {
    case "http":
      return [driver.request.target, ...Object.values(driver.headers)].some(namesIt);
    case "sql":
      return namesIt(driver.query) || /:ns\b/.test(driver.query);
    case "scim":
      return driver.filter !== undefined || Object.values(driver.headers).some(namesIt);
    case "exec":
      // The namespace is in its environment.
      return true;
  }
}

function namesIt(text: string): boolean {
  return templatePaths(text).includes("ns");
}
