import type { Waits } from "../../scenario/model/index.ts";
import type { Environment } from "../launch/child.ts";
import type { KitClient } from "../request.ts";

/** What every driver is given beside its own entry of the target file. */
export interface DriverContext {
  /** `http`, `sql 2` ... */
  readonly name: string;
  /** The folder of the target file. */
  readonly dir: string;
  readonly base_url: string;
  readonly client: KitClient;
  readonly environment: Environment;
  readonly limits: Waits;
}
