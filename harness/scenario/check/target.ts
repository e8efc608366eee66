/** Rules of a target file that go beyond its shape. */
import { statsOf } from "../../files.ts";
import { PROFILE_NAMES, speaks } from "../../idp/profiles/index.ts";
import { pathFrom } from "../../paths.ts";
import { certificatesIn, readPem, Unusable } from "../certificates.ts";
import { list, quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Connection, Target } from "../model/index.ts";
import { effectivePolicy } from "../policy.ts";
import { whyOne } from "../several.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at } from "../yaml/tree.ts";

function isStarted({ lost }: YamlDocument, { start, container }: Target): boolean {
  return start !== undefined || container !== undefined || lost.has("start") || lost.has("container");
}

const FROM_HERE = "The path starts from the folder of this file.";

/** What a template names may be there by then. */
function isFolder(dir: string, written: string): boolean {
  return written.includes("{{") || statsOf(pathFrom(dir, written))?.isDirectory() === true;
}

function problemOfCa(dir: string, written: string): Unusable | null {
  try {
    certificatesIn(readPem(pathFrom(dir, written), FROM_HERE));
    return null;
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
}

export function checkTarget(document: YamlDocument, target: Target, faults: FaultCollector): void {
  const tell = (path: readonly (string | number)[], message: string, hint: string | undefined, key = false): void =>
    faults.add(document.fault(key ? document.keyPlace(path) : document.place(path), message, hint));

  if (target.connections.length === 0 && !document.lostPaths.some(([key]) => key === "connections")) {
    tell(
      ["connections"],
      "no connection is declared",
      "Declare at least one, with `protocol: oidc` or `protocol: saml`.",
      true,
    );
  }
  if (at(document.root, ["organizations"]) !== undefined && at(document.root, ["email_domain"]) !== undefined) {
    tell(
      ["email_domain"],
      "`email_domain` is for a target without organizations",
      "Put the domain into an organization's `verified_domains`.",
      true,
    );
  }
  if (target.base_url.includes("{{port}}") && !isStarted(document, target)) {
    tell(
      ["base_url"],
      "`{{port}}` is for an SP that the kit starts",
      "Add `start` or `container`, or write the port at which it runs.",
    );
  }
  const { ca, start, dir } = target;
  const unusable = ca === undefined ? null : problemOfCa(dir, ca);
  if (unusable !== null) tell(["ca"], `${quote("ca")}: ${unusable.message}`, unusable.hint);
  if (start?.cwd !== undefined && !isFolder(dir, start.cwd))
    tell(["start", "cwd"], `there is no folder ${quote(start.cwd)}`, FROM_HERE);
  const one = (start?.workers ?? 1) > 1 ? whyOne(target) : null;
  if (one !== null)
    tell(
      ["start", "workers"],
      `only one can run at a time: ${one}`,
      "Leave the ports to the kit (`{{port}}` in base_url), or take `workers` out.",
    );
  const { url, tls } = target.idps;
  if (tls !== undefined && url?.startsWith("http:") === true) {
    tell(["idps", "url"], "`tls` makes it https, and `url` says http", "Begin it with https://, or take `tls` out.");
  }
  const organizations = target.organizations.map(({ name }) => name);
  for (const connection of target.connections) checkConnection(connection);

  function checkConnection(connection: Connection): void {
    const path = ["connections", connection.name];
    const written = at(document.root, [...path, "organization"]) !== undefined;
    if (written && !organizations.includes(connection.organization) && !document.lost.has(connection.organization)) {
      tell(
        [...path, "organization"],
        `no organization is named ${quote(connection.organization)}`,
        suggest(connection.organization, organizations, "Declared:"),
      );
    }
    if (!written && organizations.length > 1 && !document.lostPaths.some((lost) => lost.includes("organization"))) {
      tell(
        path,
        `${quote(connection.name)} does not say which organization it belongs to`,
        `Add \`organization:\` with ${list(organizations.map(quote), "or")}.`,
        true,
      );
    }
    const { profile, protocol } = connection;
    if (profile !== undefined && !speaks(profile, protocol)) {
      const others = PROFILE_NAMES.filter((name) => speaks(name, protocol)).map(quote);
      tell(
        [...path, "profile"],
        `${quote(profile)} is met in ${protocol === "oidc" ? "saml" : "oidc"} only, and this connection is of ${protocol}`,
        `Take ${list(others, "or")}.`,
      );
    }
    const { one, two } = connection.roles.mapped;
    if (one !== undefined && two !== undefined && one.group === two.group) {
      tell(
        [...path, "roles", "two", "group"],
        `the group ${quote(two.group)} is mapped twice`,
        "Scenarios need two different groups.",
      );
    }
    if (effectivePolicy(target, connection).default_role === "none" && connection.roles.default !== undefined) {
      tell(
        [...path, "roles", "default"],
        `${quote(connection.name)} names a default role, and \`default_role: none\` is declared for it`,
        "Take one of the two out.",
        true,
      );
    }
    if (effectivePolicy(target, connection).required_group === "named" && connection.roles.required === undefined) {
      tell(
        path,
        `${quote(connection.name)} does not say which group \`required_group: named\` is about`,
        "Add `roles: { required: GROUP }` to the connection.",
        true,
      );
    }
    if (connection.protocol === "oidc" && connection.client_auth === "none" && connection.client_secret !== undefined) {
      tell(
        [...path, "client_secret"],
        "a client with `client_auth: none` has no secret",
        "Take one of the two out.",
        true,
      );
    }
  }
}
