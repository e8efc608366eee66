import type { Element } from "@xmldom/xmldom";
import { own } from "../../../own.ts";
import type { LogoutService } from "../../port.ts";
import { BINDING, NS } from "../names.ts";
import { attribute, children, rootOf } from "../xml/elements.ts";
import { parseXml } from "../xml/parse.ts";
import { announcedKeys, type SpKey } from "./keys.ts";

/** What an SP says of itself in its metadata (SAML Metadata 2.4.4). */
export interface SpDescription {
  readonly entityId: string;
  /** Assertion consumer services that take HTTP-POST, the default first. */
  readonly acs: readonly string[];
  /** All of them, by the numbers that requests name. */
  readonly services: readonly NumberedService[];
  /** Where it takes messages of Single Logout, by the bindings that are spoken here. */
  readonly logout: readonly LogoutService[];
  /** AuthnRequestsSigned: whether every AuthnRequest will be signed. */
  readonly requestsSigned: boolean;
  /** WantAssertionsSigned: whether a signature around an assertion is not enough. */
  readonly assertionsWanted: boolean;
  readonly signing: readonly SpKey[];
  readonly encryption: readonly SpKey[];
}

/** An assertion consumer service as the metadata numbers it. */
export interface NumberedService {
  readonly index: string;
  readonly binding: string;
  readonly location: string;
}

/**
 * Reads an SP's metadata out of XML that may be hostile: an EntityDescriptor, or an EntitiesDescriptor with one SP in
 * it, or with the one that is wanted.
 * @param wanted the entityID, where it is known
 * @throws {Error} whose message says what is wrong with it
 */
export function readSpMetadata(xml: string, wanted?: string, now = Date.now()): SpDescription {
  const { within, root } = chosenEntity(rootOf(parseXml(xml)), wanted);
  const entityId = attribute(root, "entityID") ?? "";
  if (entityId === "") throw new Error("its EntityDescriptor has no entityID");
  const sp = spRole(root);
  if (sp === undefined) throw new Error("it has no SPSSODescriptor for SAML 2.0");
  for (const element of [...within, root, sp]) {
    const until = attribute(element, "validUntil");
    if (until !== undefined && !(now < Date.parse(until))) throw new Error(`it was valid until ${until}`);
  }
  const says = (name: string): boolean => ["true", "1"].includes(attribute(sp, name)?.trim() ?? "");
  const services = consumerServices(sp);
  return {
    entityId,
    acs: services.filter(({ binding }) => binding === BINDING.post).map(({ location }) => location),
    services,
    logout: logoutServices(sp),
    requestsSigned: says("AuthnRequestsSigned"),
    assertionsWanted: says("WantAssertionsSigned"),
    signing: announcedKeys(sp, "signing"),
    encryption: announcedKeys(sp, "encryption"),
  };
}

interface Entity {
  /** The EntitiesDescriptors around it; their validity is its own. */
  readonly within: readonly Element[];
  readonly root: Element;
}

function chosenEntity(root: Element, wanted: string | undefined): Entity {
  const entities = entitiesOf({ within: [], root });
  if (entities === null) throw new Error(`its root is ${root.nodeName}; it must be the EntityDescriptor of one SP`);
  const [only] = entities;
  if (only?.root === root) return only;
  const sps = entities.filter((entity) => spRole(entity.root) !== undefined);
  const [first] = sps;
  if (first === undefined) throw new Error("it has no SPSSODescriptor for SAML 2.0");
  const idOf = (entity: Entity): string => attribute(entity.root, "entityID") ?? "";
  const chosen = sps.length === 1 ? first : sps.find((entity) => idOf(entity) === wanted);
  if (chosen !== undefined) return chosen;
  const listed = sps.slice(0, MOST_LISTED).map(idOf).join(", ") + (sps.length > MOST_LISTED ? ", ..." : "");
  throw new Error(`it describes ${sps.length} SPs, and sp_entity_id must name one of them: ${listed}`);
}

/** A federation has thousands. */
const MOST_LISTED = 10;

/** Null where the element is neither one entity nor several. */
function entitiesOf({ within, root }: Entity): readonly Entity[] | null {
  if (root.namespaceURI !== NS.metadata) return null;
  if (root.localName === "EntityDescriptor") return [{ within, root }];
  if (root.localName !== "EntitiesDescriptor") return null;
  const inner = ["EntityDescriptor", "EntitiesDescriptor"].flatMap((name) => children(root, NS.metadata, name));
  return inner.flatMap((each) => entitiesOf({ within: [...within, root], root: each }) ?? []);
}

function spRole(entity: Element): Element | undefined {
  const roles = children(entity, NS.metadata, "SPSSODescriptor");
  return roles.find(({ attributes }) => speaksSaml2(attributes.getNamedItem("protocolSupportEnumeration")?.value));
}

function speaksSaml2(protocols = ""): boolean {
  return protocols.split(/\s+/).includes(NS.protocol);
}

const RANKS = { true: 0, "1": 0, false: 2, "0": 2 };

/** The login page sends a form there: an address that is a script must not run in it. */
function isWeb(location: string): boolean {
  return /^https?:$/.test(URL.parse(location)?.protocol ?? "");
}

/** The default is the first that calls itself so, else the first that does not deny it, else the first (2.2.3). */
function consumerServices(sp: Element): readonly NumberedService[] {
  const services = children(sp, NS.metadata, "AssertionConsumerService").map((service) => ({
    index: attribute(service, "index") ?? "",
    binding: attribute(service, "Binding") ?? "",
    location: attribute(service, "Location") ?? "",
    rank: own(RANKS, attribute(service, "isDefault") ?? "") ?? 1,
  }));
  return services
    .filter(({ location }) => isWeb(location))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ index, binding, location }) => ({ index, binding, location }));
}

/** SAML Metadata 2.2.2: an answer may go elsewhere. */
function logoutServices(sp: Element): readonly LogoutService[] {
  return children(sp, NS.metadata, "SingleLogoutService").flatMap((service) => {
    const [location = "", response = ""] = ["Location", "ResponseLocation"].map(
      (name) => attribute(service, name) ?? "",
    );
    const bindings = ["redirect", "post"] as const;
    const binding = bindings.find((name) => BINDING[name] === attribute(service, "Binding"));
    if (binding === undefined || !isWeb(location)) return [];
    return [{ binding, location, ...(isWeb(response) ? { response } : {}) }];
  });
}
