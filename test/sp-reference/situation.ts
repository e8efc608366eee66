import type { Connection, OidcConnection } from "../../sp-reference/config/model.ts";
import { DEFAULT_POLICY, type Policy } from "../../sp-reference/config/policy.ts";
import { decide } from "../../sp-reference/decision/decide.ts";
import type { AccountState, Decision, Found } from "../../sp-reference/decision/model.ts";
import { decisionRules } from "../../sp-reference/decision/rules.ts";
import type { Claims, Profile } from "../../sp-reference/mapping/claims.ts";

/** What the decision is asked, with everything that does not matter filled in. */
export interface Question {
  readonly policy?: Partial<Policy>;
  readonly claims?: Partial<Claims>;
  readonly found?: Partial<Found>;
  readonly defaultRole?: string | null;
  /** The account that the person has proven. */
  readonly proven?: string;
  /** The account of the browser's session. */
  readonly signedIn?: AccountState;
}

export const ISSUER = "https://idp.test";
const PROFILE: Profile = { given_name: "Ada", family_name: "Tester", name: "Ada Tester", username: "ada" };

export function connection(policy: Partial<Policy> = {}, defaultRole: string | null = "guest"): OidcConnection {
  const whole = { ...DEFAULT_POLICY, ...policy };
  return {
    name: "acme-oidc",
    title: "",
    organization: {
      name: "acme",
      title: "Acme",
      about: "",
      domains: ["acme.test"],
      policy: whole,
      roles: { engineering: "member", admins: "admin" },
      defaultRole,
      scimToken: null,
    },
    policy: whole,
    attributes: { email: "email" },
    roles: { engineering: "member", admins: "admin" },
    defaultRole,
    groupsSeparator: null,
    protocol: "oidc",
    issuer: ISSUER,
    clientId: "reference",
    clientSecret: null,
    clientAuth: "none",
    scope: "openid",
    redirectUri: "https://sp.test/callback",
    userInfoAlg: null,
    signsOutAtIdp: false,
  };
}

export function claims(changes: Partial<Claims> = {}): Claims {
  return {
    issuer: ISSUER,
    subject: { value: "ada" },
    email: "ada@acme.test",
    emailVerified: true,
    hostedDomain: null,
    profile: PROFILE,
    attributes: {},
    mappedAttributes: [],
    groups: null,
    groupsElsewhere: null,
    ...changes,
  };
}

/** An account of ada's with her identity, as her first sign-in left it. */
export function account(changes: Partial<AccountState> = {}): AccountState {
  return {
    id: "account-1",
    status: "active",
    email: "ada@acme.test",
    emailVerified: true,
    hasPassword: false,
    profile: PROFILE,
    attributes: {},
    identities: [{ issuer: ISSUER, subject: "ada" }],
    grants: [],
    groupsPushed: false,
    member: true,
    ...changes,
  };
}

export function ask({ policy, claims: said, found, defaultRole, proven, signedIn }: Question): Decision {
  const at: Connection = connection(policy, defaultRole);
  const heard = claims(said);
  return decide(
    {
      connection: at,
      claims: heard,
      emailIsVerified: decisionRules.emailIsVerified(at, heard),
      found: {
        byIdentity: null,
        byEmail: [],
        byUsername: [],
        elsewhere: [],
        pushed: [],
        departed: null,
        invitation: null,
        freeUsername: null,
        otherAdmin: true,
        room: true,
        ...found,
      },
      proven: proven ?? null,
      signedIn: signedIn ?? null,
    },
    decisionRules,
  );
}

/** The decision in one word: what it does, or why it refuses. */
export function told(decision: Decision): string {
  return decision.kind === "refuse" ? decision.reason : decision.kind;
}

/** A decision that does something. */
export function done(decision: Decision): Extract<Decision, { readonly grants: unknown }> {
  if ("grants" in decision) return decision;
  throw new Error(told(decision));
}
