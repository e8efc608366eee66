import type { Target } from "./model/index.ts";

/** Why a target cannot be started several times at once; null where it can. Whether its copies share a file only its author knows. */
export function whyOne({ base_url, idps, container, mail, start }: Target): string | null {
  if (container !== undefined) return "it runs in containers";
  if (start === undefined) return "the kit does not start it";
  if (!base_url.includes("{{port}}")) return "its base_url does not have `{{port}}`";
  if (idps.listen !== undefined && !idps.listen.endsWith(":0")) return "idps.listen has a port of its own";
  if (mail?.kind === "smtp" && mail.listen !== undefined && mail.listen.port !== 0)
    return "mail.smtp has a port of its own";
  return idps.url === undefined || new URL(idps.url).port === "0" ? null : "idps.url has a port of its own";
}
