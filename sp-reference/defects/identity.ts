import type { Subject } from "../mapping/claims.ts";
import { both, deciding, mapping, withoutUniqueIdentities, type Defect } from "./defect.ts";

/** Faults in who a person is. */
export const identityDefects = [
  {
    id: "key-by-email",
    description: "Looks the account up by its email; (issuer, subject) is stored and never read.",
    spoil: both(
      withoutUniqueIdentities,
      deciding((sound) => ({
        recognize: (situation) =>
          situation.claims.email === null ? sound.recognize(situation) : (situation.found.byEmail[0] ?? null),
      })),
    ),
  },
  {
    id: "key-by-username",
    description: "Looks the account up by its username; (issuer, subject) is stored and never read.",
    spoil: both(
      withoutUniqueIdentities,
      deciding((sound) => ({
        recognize: (situation) =>
          situation.claims.profile.username === null
            ? sound.recognize(situation)
            : (situation.found.byUsername[0] ?? null),
      })),
    ),
  },
  {
    id: "key-by-subject-only",
    description: "Looks the identity up by its subject alone: WHERE subject = ?.",
    spoil: (workings, app) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        find: (lookup, connection, claims) => {
          const subject = "value" in claims.subject ? claims.subject.value : null;
          const row = app()
            .db.prepare<[string | null], { account_id: string }>("SELECT account_id FROM identities WHERE subject = ?")
            .get(subject);
          const byIdentity = row === undefined ? null : lookup.state(row.account_id, connection.organization.name);
          return { ...workings.provisioning.find(lookup, connection, claims), byIdentity };
        },
      },
    }),
  },
  {
    id: "key-by-nameid",
    description: "Takes the NameID for the key, although the connection names an attribute.",
    spoil: mapping((sound) => ({
      subject: (assertion, connection) => {
        const policy = { ...connection.policy, identity_key: "entity_nameid" } as const;
        return sound.subject(assertion, { ...connection, policy });
      },
    })),
  },
  {
    id: "transient-as-key",
    description: "Takes any NameID for the key, and does not look at its format.",
    spoil: mapping((sound) => ({
      subject: (assertion, connection) =>
        sound.subject(
          assertion.protocol === "saml" && assertion.nameId !== null
            ? { ...assertion, nameId: { ...assertion.nameId, format: "" } }
            : assertion,
          connection,
        ),
    })),
  },
  {
    id: "creates-each-time",
    description: "Inserts a new account at every sign-in.",
    spoil: both(
      withoutUniqueIdentities,
      deciding(() => ({ recognize: () => null, match: () => ({ kind: "none" }) })),
    ),
  },
  {
    id: "identity-added-each-time",
    description: "Inserts the identity at every sign-in, beside the one that is there.",
    spoil: both(withoutUniqueIdentities, (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
          if (decision.kind === "update" && provisioned.kind === "signed_in" && "value" in claims.subject) {
            const identity = { issuer: claims.issuer, subject: claims.subject.value };
            parts.store.addIdentity(provisioned.account, connection.organization.name, connection.name, identity);
          }
          return provisioned;
        },
      },
    })),
  },
  {
    id: "subject-case-folded",
    description: "Lower-cases the subject before it compares, as one does with email addresses.",
    spoil: mapping((sound) => ({
      subject: (assertion, connection) => {
        const subject = sound.subject(assertion, connection);
        return "value" in subject ? { value: subject.value.toLowerCase() } : subject;
      },
    })),
  },
  {
    id: "missing-subject-accepted",
    description: "Falls back to the email where the subject is missing: const key = sub || email.",
    spoil: mapping((sound) => ({
      subject: (assertion, connection): Subject => {
        const subject = sound.subject(assertion, connection);
        if ("value" in subject) return subject;
        const email = connection.attributes["email"] ?? "email";
        const fallback = sound.text(
          assertion.protocol === "oidc" ? assertion.claims[email] : assertion.attributes.get(email),
        );
        return fallback === null ? subject : { value: fallback };
      },
    })),
  },
] as const satisfies readonly Defect[];
