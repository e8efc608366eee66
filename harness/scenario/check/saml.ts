/** Rules of SAML connections: what must be said where the SP's metadata does not say it. */
import { readRegular, UnreadableFile } from "../../files.ts";
import { pathFrom } from "../../paths.ts";
import { quote } from "../faults.ts";
import { isAddress } from "../schema/words.ts";
import type { FaultCollector } from "../faults.ts";
import type { SamlConnection, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";

const MAX_METADATA_BYTES = 1024 * 1024;

export function checkSamlConnections(document: YamlDocument, target: Target, faults: FaultCollector): void {
  for (const connection of target.connections) {
    if (connection.protocol === "saml") check(connection);
  }

  function check(connection: SamlConnection): void {
    const { name, sp_entity_id, acs, sp_certificate, encrypt, sp_metadata } = connection;
    const { name_id, honours = [], authn_contexts = [], single_logout } = connection;
    const path = ["connections", name];
    const tell = (key: string | undefined, message: string, hint: string): void => {
      const place = key === undefined ? document.keyPlace(path) : document.place([...path, key]);
      faults.add(document.fault(place, message, hint));
    };
    const lost = (key: string): boolean =>
      document.lostPaths.some((other) => other[0] === "connections" && other[1] === name && other[2] === key);

    if (honours.includes("allow_create") && !honours.includes("name_id_policy") && name_id !== "persistent") {
      const hint = "Leave it out, or honour `name_id_policy` too: AllowCreate is about persistent NameIDs.";
      tell("honours", `\`allow_create\` has nothing to say of a NameID that is ${name_id}`, hint);
    }
    const twice = authn_contexts.find((one, at) => authn_contexts.indexOf(one) !== at);
    if (twice !== undefined) {
      tell("authn_contexts", `${quote(twice)} stands twice`, "The order says which is stronger: each stands once.");
    }

    if (sp_metadata !== undefined)
      checkSource(sp_metadata.from, target.dir, (message, hint) => tell("sp_metadata", message, hint));
    if (sp_metadata !== undefined || lost("sp_metadata")) return;
    const knownLost = lost("sp_certificate") || lost("single_logout");
    if (single_logout === true) {
      tell("single_logout", "there is no address for it", "Write the SP's, or have `sp_metadata` beside it.");
    } else if (single_logout !== undefined && sp_certificate === undefined && !knownLost) {
      const hint = "Its messages are signed: name a PEM file in `sp_certificate`, or have `sp_metadata` beside it.";
      tell("single_logout", "there is no key to hold a LogoutRequest against", hint);
    }
    if (sp_entity_id === undefined && !lost("sp_entity_id")) {
      tell(
        undefined,
        `${quote(name)} has no \`sp_entity_id\``,
        "Write it, or name the SP's metadata in `sp_metadata`.",
      );
    }
    if (acs.length === 0 && !lost("acs")) {
      tell(undefined, `${quote(name)} has no \`acs\``, "Write it, or name the SP's metadata in `sp_metadata`.");
    }
    if (encrypt === true && sp_certificate === undefined && !lost("sp_certificate")) {
      const hint = "Name a PEM file, or have `sp_certificate` or `sp_metadata` beside it.";
      tell("encrypt", "there is no key to encrypt for", hint);
    }
  }
}

function checkSource(from: string, dir: string, tell: (message: string, hint: string) => void): void {
  if (/^(?:https?:\/\/|\{\{)/.test(from)) {
    if (!isAddress(from)) tell("`sp_metadata` must be an http address or a file", "It is no address.");
    return;
  }
  if (/^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(from)) {
    tell("`sp_metadata` must be an http address or a file", 'Write "http://localhost:3000/saml/metadata".');
    return;
  }
  try {
    readRegular(pathFrom(dir, from), MAX_METADATA_BYTES);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.why === "folder") tell("this is a folder", "Name the file in it.");
    else if (error.why === "large") tell("the file is larger than 1 MiB", "Take out the EntityDescriptor of your SP.");
    else tell(error.message, "The path starts from the folder of this file.");
  }
}
