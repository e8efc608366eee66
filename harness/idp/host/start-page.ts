import type { ConnectionFacts, ConnectionSpec } from "../port.ts";
import { markup } from "../login/html.ts";
import { definitions, layout } from "../login/layout.ts";

/** The address of a connection's own page, below the origin. */
function connectionPath(name: string): string {
  return `/connections/${encodeURIComponent(name)}`;
}

/** The page at `/`: every connection, with a way to what an SP must be told about it. */
export function startPage(specs: readonly ConnectionSpec[]): string {
  return layout({
    title: "Mock identity provider",
    wide: true,
    body: markup`<h1>Mock identity provider</h1>
<p class="soft">Each connection is an identity provider of its own. Open one for what to tell your service provider.</p>
<ul class="cards list">${specs.map(
      (spec) => markup`<li><a class="card" href="${connectionPath(spec.name)}">
<span class="face ${spec.protocol === "oidc" ? "f0" : "f1"}" aria-hidden="true">${spec.protocol === "oidc" ? "ID" : "S2"}</span>
<span><b>${spec.name}</b><small>${kind(spec)} for <bdi>${relyingParty(spec)}</bdi></small></span></a></li>`,
    )}</ul>
${specs.length === 0 && markup`<p>No connection is configured.</p>`}
<p class="soft">It signs anybody in as anybody, without a password, and answers on this machine only.</p>`,
  });
}

/** What can be begun from here. */
export interface Beginnings {
  /** The IdP-initiated start. */
  readonly portal: string;
  /** Whose session at the SP can be ended, and where. */
  readonly signedIn: readonly { readonly name: string; readonly address: string }[];
}

/** The page of one connection: what to tell the SP, as its forms name it, and what can be begun here. */
export function connectionPage(spec: ConnectionSpec, facts: ConnectionFacts, { portal, signedIn }: Beginnings): string {
  return layout({
    title: `${spec.name} · mock identity provider`,
    connection: spec.name,
    wide: true,
    body: markup`<h1>${spec.name}</h1>
<p class="soft">${kind(spec)} for <bdi>${relyingParty(spec)}</bdi>. Tell your service provider:</p>
${definitions(told(facts))}
<h2>What is configured here about your service provider</h2>
${definitions(expected(spec))}
${signedIn.map(({ name, address }) => markup`<p><a href="${address}">End the session of <bdi>${name}</bdi></a></p>`)}
<div class="end"><a href="/">All connections</a><a class="button" href="${portal}">Start a sign-in from here</a></div>`,
  });
}

function kind(spec: ConnectionSpec): string {
  return spec.protocol === "oidc" ? "OpenID Connect" : "SAML 2.0";
}

function relyingParty(spec: ConnectionSpec): string {
  if (spec.protocol === "oidc") return spec.client_id;
  return spec.sp_entity_id ?? spec.sp_metadata?.name ?? "";
}

interface Entry {
  readonly name: string;
  readonly value: string;
}

function told(facts: ConnectionFacts): readonly Entry[] {
  if (facts.protocol === "saml") {
    return [
      { name: "Metadata URL", value: facts.metadata_url },
      { name: "Entity ID", value: facts.entity_id },
      { name: "Single sign-on URL", value: facts.sso_url },
      { name: "Signing certificate", value: facts.certificate },
    ];
  }
  return [
    { name: "Issuer", value: facts.issuer },
    { name: "Discovery URL", value: facts.discovery_url },
    { name: "Client ID", value: facts.client_id },
    ...(facts.client_secret === ""
      ? []
      : [{ name: "Client secret", value: "not shown here: jitterbug idp --show-secrets" }]),
    { name: "Authorization endpoint", value: facts.authorization_endpoint },
    { name: "Token endpoint", value: facts.token_endpoint },
    { name: "UserInfo endpoint", value: facts.userinfo_endpoint },
    { name: "JWKS URI", value: facts.jwks_uri },
  ];
}

function expected(spec: ConnectionSpec): readonly Entry[] {
  if (spec.protocol === "saml") {
    return [
      ...(spec.sp_entity_id === undefined ? [] : [{ name: "Entity ID", value: spec.sp_entity_id }]),
      ...spec.acs.map((value) => ({ name: "Assertion consumer service", value })),
      ...(spec.sp_metadata === undefined ? [] : [{ name: "The rest is read from", value: spec.sp_metadata.name }]),
      { name: "NameID format", value: spec.name_id },
      { name: "Signed", value: spec.sign === "both" ? "assertion and response" : spec.sign },
    ];
  }
  return [
    ...spec.redirect_uris.map((value) => ({ name: "Redirect URI", value })),
    { name: "Client authentication", value: spec.client_auth },
    { name: "Claims are sent in", value: spec.claims_in.join(", ") },
    { name: "ID tokens are signed with", value: spec.signing_alg },
  ];
}
