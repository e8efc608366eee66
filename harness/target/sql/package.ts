import { JitterbugError } from "../../errors.ts";

/** A database's library, which is installed only where it is needed. Throws ERR_MISSING_PACKAGE. */
export async function required<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new JitterbugError(
      "ERR_MISSING_PACKAGE",
      `the sql driver needs the package ${name}, which is not installed`,
      { hint: `install it: \`npm install --save-dev ${name}\``, cause: error },
    );
  }
}
