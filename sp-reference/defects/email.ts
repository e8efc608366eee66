import { both, deciding, mapping, type Defect } from "./defect.ts";

/** Faults with the email attribute. */
export const emailDefects = [
  {
    id: "missing-email-500",
    description: "Calls claims.email.toLowerCase() without looking whether there is an email.",
    spoil: mapping((sound) => ({ email: (raw) => sound.email((Array.isArray(raw) ? raw[0] : raw).toLowerCase()) })),
  },
  {
    id: "empty-email-matches",
    description: "Takes any text for an email, the empty one too, and tests only for undefined.",
    spoil: both(
      (workings) => ({
        ...workings,
        schema: workings.schema.replace(" CHECK (email <> '')", ""),
      }),
      mapping(() => ({
        email: (raw) => {
          const value: unknown = Array.isArray(raw) ? (raw[0] ?? "") : raw;
          return value === undefined
            ? null
            : typeof value === "string"
              ? value
              : JSON.stringify(value ?? "").replaceAll('"', "");
        },
      })),
      deciding((sound) => ({
        recognize: (situation) =>
          sound.recognize(situation) ?? situation.found.byEmail.find(({ email }) => email === "") ?? null,
        domain: (situation, account) => (situation.claims.email === "" ? null : sound.domain(situation, account)),
      })),
    ),
  },
  {
    id: "email-collision-500",
    description: "Puts a unique index on the email and updates it without looking who has it.",
    spoil: both(
      (workings) => ({
        ...workings,
        schema: workings.schema.replace("INDEX memberships_by_email ", "UNIQUE INDEX memberships_by_email "),
      }),
      deciding((sound) => ({
        email: (situation, account) =>
          sound.email({ ...situation, found: { ...situation.found, byEmail: [] } }, account),
      })),
    ),
  },
  {
    id: "email-collision-merges",
    description: "When the new email belongs to another account, signs in to that one.",
    spoil: deciding((sound) => ({
      recognize: (situation) => {
        const own = sound.recognize(situation);
        return own === null ? null : (situation.found.byEmail.find(({ id }) => id !== own.id) ?? own);
      },
    })),
  },
  {
    id: "email-not-synced",
    description: "Writes the email at creation and never again.",
    spoil: deciding(() => ({
      email: (_situation, { email, emailVerified }) => ({ value: { email, emailVerified }, warnings: [] }),
    })),
  },
  {
    id: "email-sync-ignored",
    description: "Overwrites the email at every sign-in, whatever email_sync says.",
    spoil: deciding((sound) => ({
      email: (situation, account) => {
        const { connection } = situation;
        const policy = { ...connection.policy, email_sync: "on" } as const;
        return sound.email({ ...situation, connection: { ...connection, policy } }, account);
      },
    })),
  },
  {
    id: "old-address-kept",
    description: "Finds people by every address that they ever signed in with: a table that nothing is taken out of.",
    spoil: (workings, app) => {
      const addresses = new Map<string, string>();
      return {
        ...workings,
        provisioning: {
          ...workings.provisioning,
          apply: (parts, connection, claims, decision) => {
            const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
            const key = `${connection.organization.name} ${claims.email}`;
            if (provisioned.kind === "signed_in" && !addresses.has(key)) addresses.set(key, provisioned.account);
            return provisioned;
          },
        },
        decision: {
          ...workings.decision,
          recognize: (situation) => {
            const { name } = situation.connection.organization;
            const id = situation.claims.email === null ? undefined : addresses.get(`${name} ${situation.claims.email}`);
            const own = workings.decision.recognize(situation);
            return own ?? (id === undefined ? null : app().lookup.state(id, name));
          },
        },
      };
    },
  },
  {
    id: "email-case-sensitive",
    description: "Compares addresses with ===.",
    spoil: (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) => {
          const found = workings.provisioning.find(lookup, connection, claims);
          return { ...found, byEmail: found.byEmail.filter(({ email }) => email === claims.email) };
        },
      },
    }),
  },
  {
    id: "unverified-stored-verified",
    description: "Sets email_verified = true, because the address came from single sign-on.",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => sound.complete({ ...situation, emailIsVerified: true }, identity),
      email: (situation, account) => {
        const outcome = sound.email(situation, account);
        return "kind" in outcome ? outcome : { ...outcome, value: { ...outcome.value, emailVerified: true } };
      },
    })),
  },
  {
    id: "email-verified-truthy",
    description: 'Tests if (claims.email_verified), which the string "false" passes.',
    spoil: mapping(() => ({ emailVerified: (raw) => (raw === undefined || raw === null ? null : Boolean(raw)) })),
  },
  {
    id: "username-as-email",
    description: "Takes the username where there is no email, and does not look whether it is an address.",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => {
        const { claims } = situation;
        const email = claims.email ?? claims.profile.username;
        return sound.complete({ ...situation, claims: { ...claims, email } }, identity);
      },
    })),
  },
  {
    id: "domain-not-checked",
    description: "Lets every domain in.",
    spoil: deciding(() => ({ domain: () => null })),
  },
] as const satisfies readonly Defect[];
