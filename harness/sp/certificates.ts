import { JitterbugError } from "../errors.ts";
import { readRegular } from "../files.ts";
import { pathFrom } from "../paths.ts";
import type { Target } from "../scenario/model/index.ts";

const MOST_OF_CA = 1024 * 1024;

/** The PEM of the authority that the target file trusts for the SP's own https. Throws ERR_STATE. */
export function certificates({ ca, file, dir }: Target): { readonly ca?: string } {
  if (ca === undefined) return {};
  try {
    return { ca: readRegular(pathFrom(dir, ca), MOST_OF_CA).toString("utf8") };
  } catch (error) {
    throw new JitterbugError("ERR_STATE", `the certificate authority of ${file} cannot be read: ${ca}`, {
      cause: error,
    });
  }
}
