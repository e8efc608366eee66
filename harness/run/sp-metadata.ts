import { readRegular } from "../files.ts";
import { pathFrom } from "../paths.ts";
import type { SpMetadataSource } from "../idp/port.ts";
import type { SpMetadataPlace, Target } from "../scenario/model/index.ts";
import { certificates } from "../sp/certificates.ts";
import { resolveOf } from "./resolve.ts";

const MAX_BYTES = 1024 * 1024;

/** How the IdPs get at the metadata of the SP that a target file names. */
export function metadataSource(
  target: Target,
  { from, place }: SpMetadataPlace,
  allowRemote: readonly string[],
): SpMetadataSource {
  const isAddress = /^https?:\/\//.test(from);
  return {
    name: `${isAddress ? bare(from) : from} (${place.file}:${place.line})`,
    read: async () =>
      isAddress
        ? await fetched(from, target, allowRemote)
        : readRegular(pathFrom(target.dir, from), MAX_BYTES).toString("utf8"),
  };
}

/** Without what may be secret in it. */
function bare(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

async function fetched(url: string, target: Target, allowRemote: readonly string[]): Promise<string> {
  const { KitClient } = await import("../sp/request.ts");
  const client = new KitClient({
    allowRemote,
    resolve: resolveOf(target),
    timeoutMs: target.limits.answer * 1_000,
    ...certificates(target),
  });
  const headers = { accept: "application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.5" };
  const { status, body } = await client.send({ method: "GET", url, headers });
  if (status !== 200) throw new Error(`it answers HTTP ${status}`);
  if (body.length > MAX_BYTES) throw new Error("it is larger than 1 MiB");
  return body;
}
