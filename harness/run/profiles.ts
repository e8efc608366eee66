import { PROFILES } from "../idp/profiles/index.ts";
import { samplesOf } from "../idp/sample.ts";

/** What a profile changes, each facet with its source, and what it makes of one person: as data, for people and programs. */
export interface ProfileShown {
  readonly name: string;
  readonly title: string;
  /** Null: this vendor's IdP is not met in this protocol. */
  readonly oidc: SideShown | null;
  readonly saml: SideShown | null;
}

export interface SideShown {
  /** In their order; `plain`: as the IdP of nobody in particular has it. */
  readonly facets: { readonly [facet: string]: FacetShown };
  readonly sample: { readonly [part: string]: unknown };
}

export type FacetShown =
  | "plain"
  | { readonly about: string; readonly source: { readonly mark: "S"; readonly url: string } | { readonly mark: "K" } };

/** Every profile, in the order of the table. */
export function shownProfiles(): readonly ProfileShown[] {
  return Object.entries(PROFILES).map(([name, { title, oidc, saml }]) => {
    const samples = samplesOf(name);
    return { name, title, oidc: side(oidc, samples.oidc), saml: side(saml, samples.saml) };
  });
}

function side(facets: object | null, sample: object | null): SideShown | null {
  if (facets === null || sample === null) return null;
  const shown = Object.entries(facets as { readonly [facet: string]: FacetShown }).map(([facet, one]) => {
    return [facet, one === "plain" ? one : { about: one.about, source: one.source }] as const;
  });
  return { facets: Object.fromEntries(shown), sample: { ...sample } };
}
