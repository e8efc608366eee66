/**
 * A people directory whose API is paged, and lists those who were deactivated among the others. Built as a pipeline of
 * small functions over a store of immutable records; OpenID Connect and SAML.
 */
import { randomUUID } from "node:crypto";
import { emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import { SamlLogin } from "../lib/saml.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  formOf,
  html,
  isFaulty,
  jsonOf,
  page,
  redirect,
  refusal,
  Refused,
  send,
  sendJson,
  serve,
  setting,
  type Call,
} from "../lib/web.ts";

interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

interface Entry {
  readonly id: string;
  readonly active: boolean;
  readonly mail: string;
  readonly mailProven: boolean;
  readonly names: { readonly first: string; readonly last: string };
  readonly tags: readonly string[];
  readonly identities: readonly Identity[];
}

interface Signed {
  readonly identity: Identity;
  readonly mail: string | undefined;
  readonly proven: boolean;
  readonly first: string;
  readonly last: string;
  readonly groups: readonly string[];
}

const PAGE = 25;
const TAGS: { readonly [group: string]: string } = { engineering: "maker", admins: "keeper" };
const store = new Map<string, Entry>();
const sessions = new Map<string, string>();

const all = () => [...store.values()];
const put = (entry: Entry) => (store.set(entry.id, entry), entry);
const isOf =
  ({ issuer, subject }: Identity) =>
  (entry: Entry) =>
    entry.identities.some((one) => one.issuer === issuer && one.subject === subject);
/** Tags are added and never taken. */
const tagged = (tags: readonly string[], groups: readonly string[]) => [
  ...new Set([...tags, ...groups.flatMap((group) => TAGS[group] ?? [])]),
];

function admit(signed: Signed): Entry {
  const known = all().find(isOf(signed.identity));
  return admitted(known === undefined ? firstTime(signed) : put(again(known, signed)));
}

function admitted(entry: Entry): Entry {
  if (!entry.active) throw new Refused("Your entry in the directory is deactivated.");
  return entry;
}

/** Nothing of a deactivated entry changes. */
function again(known: Entry, { mail, proven, groups }: Signed): Entry {
  if (isFaulty("reactivates")) return { ...known, active: true };
  if (!known.active) return known;
  const free = mail !== undefined && proven && all().every((entry) => entry.id === known.id || entry.mail !== mail);
  return { ...known, tags: tagged(known.tags, groups), ...(free ? { mail, mailProven: true } : {}) };
}

function firstTime({ identity, mail, proven, first, last, groups }: Signed): Entry {
  if (mail === undefined) throw new Refused("An email address is needed, and your identity provider sends none.");
  const holder = all().find((entry) => entry.mail === mail);
  if (holder === undefined)
    return put({
      id: randomUUID(),
      active: true,
      mail,
      mailProven: proven,
      names: { first, last },
      tags: tagged(["guest"], groups),
      identities: [identity],
    });
  const free = holder.identities.every(({ issuer }) => issuer !== identity.issuer);
  if (!proven || !holder.mailProven || !free)
    throw new Refused(`The email address ${mail} belongs to an entry that is not yours to open.`);
  return put({
    ...admitted(holder),
    tags: tagged(holder.tags, groups),
    identities: [...holder.identities, identity],
  });
}

const oidc = new OidcLogin({
  issuer: setting("OIDC_ISSUER"),
  clientId: "directory",
  clientSecret: setting("CLIENT_SECRET"),
  redirectUri: `${baseUrl()}/oidc/callback`,
});
const saml = new SamlLogin({
  entityId: `${baseUrl()}/saml/metadata`,
  acs: `${baseUrl()}/saml/acs`,
  issuer: setting("SAML_ENTITY_ID"),
  ssoUrl: setting("SAML_SSO_URL"),
  certificate: setting("SAML_CERTIFICATE"),
});

async function byOidc({ req, url }: Call): Promise<Signed> {
  const { iss, sub, email_verified, ...claims } = await oidc.finish(url, cookieOf(req, "trip"));
  const mail = emailOf(claims["email"]);
  const groups = [claims["groups"] ?? []].flat().filter((group) => typeof group === "string");
  return {
    identity: { issuer: iss, subject: sub },
    mail: mail === undefined ? undefined : folded(mail),
    proven: email_verified === true,
    first: textOf(claims["given_name"]) ?? "",
    last: textOf(claims["family_name"]) ?? "",
    groups,
  };
}

/** SAML proves no address. */
function bySaml({ req, url }: Call): Signed {
  const { issuer, nameId, attributes } = saml.finish(url.searchParams.get("ticket"), cookieOf(req, "trip"));
  if (nameId === undefined) throw new Refused("Your identity provider does not say who you are.");
  const mail = emailOf(attributes.get("email")?.[0]);
  return {
    identity: { issuer, subject: nameId },
    mail: mail === undefined ? undefined : folded(mail),
    proven: false,
    first: textOf(attributes.get("given_name")?.[0]) ?? "",
    last: textOf(attributes.get("family_name")?.[0]) ?? "",
    groups: attributes.get("groups") ?? [],
  };
}

const begin = (login: OidcLogin | SamlLogin) => async (call: Call) => {
  const trip = randomKey();
  redirect(call.res, await login.begin(trip), [cookie("trip", trip, 600)]);
};

const finish = (read: (call: Call) => Signed | Promise<Signed>) => async (call: Call) => {
  const { id } = admit(await read(call));
  sessions.delete(cookieOf(call.req, "dir") ?? "");
  const key = randomKey();
  sessions.set(key, id);
  redirect(call.res, "/", [cookie("dir", key), cookie("trip", "", 0)]);
};

function current({ req }: Call): Entry | undefined {
  const entry = store.get(sessions.get(cookieOf(req, "dir") ?? "") ?? "");
  return entry?.active === true ? entry : undefined;
}

const admin = (work: (call: Call) => unknown) => (call: Call) => {
  if (call.req.headers.authorization !== `Bearer ${setting("ADMIN_TOKEN")}`)
    throw new Refused("Administrators only.", 401);
  return work(call);
};

/** A page begins after the id that the one before ended with: what is added or removed meanwhile moves nobody. */
function list({ res, url }: Call): void {
  const after = url.searchParams.get("after") ?? "";
  const rest = all()
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .filter(({ id }) => id > after);
  const items = rest.slice(0, PAGE);
  const next = rest.length > PAGE ? `/admin/entries?after=${items.at(-1)?.id ?? ""}` : null;
  sendJson(res, 200, { items, links: { next } });
}

const change = (how: (entry: Entry, body: { readonly [name: string]: unknown }) => Entry) =>
  admin(async ({ req, res, params }) => {
    const entry = store.get(params["id"] ?? "");
    if (entry === undefined) throw new Refused("There is no such entry.", 404);
    sendJson(res, 200, put(how(entry, req.method === "PATCH" ? await jsonOf(req) : {})));
  });

serve(
  {
    "GET /": (call) => {
      const entry = current(call);
      const body =
        entry === undefined
          ? html`<ul>
              <li><a href="/oidc">OpenID Connect</a></li>
              <li><a href="/saml">SAML</a></li>
            </ul>`
          : html`<p>${entry.names.first} ${entry.names.last}</p>
              <form method="post" action="/out"><button>Sign out</button></form>`;
      send(call.res, 200, page("Directory", body));
    },
    "GET /oidc": begin(oidc),
    "GET /oidc/callback": finish(byOidc),
    "GET /saml": begin(saml),
    "POST /saml/acs": async ({ req, res }) => {
      redirect(res, `/saml/done?ticket=${await saml.receive((await formOf(req)).get("SAMLResponse"))}`);
    },
    "GET /saml/done": finish(bySaml),
    "POST /out": ({ req, res }) => {
      sessions.delete(cookieOf(req, "dir") ?? "");
      redirect(res, "/", [cookie("dir", "", 0)]);
    },
    "GET /api/me": (call) =>
      sendJson(call.res, current(call) === undefined ? 401 : 200, { entry: { id: current(call)?.id ?? null } }),
    "GET /admin/entries": admin(list),
    "POST /admin/entries": admin(async ({ req, res }) => {
      const { email, email_verified, given_name, family_name, roles } = await jsonOf(req);
      const names = { first: textOf(given_name) ?? "", last: textOf(family_name) ?? "" };
      const tags = Array.isArray(roles) ? roles.map(String) : ["guest"];
      const mailProven = email_verified !== false;
      sendJson(
        res,
        201,
        put({ id: randomUUID(), active: true, mail: folded(String(email)), mailProven, names, tags, identities: [] }),
      );
    }),
    "PATCH /admin/entries/:id": change((entry, { tag }) => ({ ...entry, tags: [...entry.tags, String(tag)] })),
    "POST /admin/entries/:id/deactivate": change((entry) => ({ ...entry, active: false })),
    "DELETE /admin/entries/:id": admin(({ res, params }) => {
      store.delete(params["id"] ?? "");
      sendJson(res, 200, {});
    }),
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    send(
      res,
      status,
      page(
        "Directory",
        html`<h1>You were not signed in</h1>
          <p>${message}</p>`,
      ),
    );
  },
);
