import { emailKey } from "../mapping/address.ts";
import { both, deciding, type Defect } from "./defect.ts";

/** Faults in matching a person to an account that is there. */
export const linkingDefects = [
  {
    id: "link-unverified-email",
    description: "Links to whatever account has the address, without asking whether the address is verified.",
    spoil: deciding((sound) => ({
      match: (situation) => {
        const [account] = situation.found.byEmail;
        return account === undefined ? sound.match(situation) : { kind: "link", account };
      },
    })),
  },
  {
    id: "link-rebinds",
    description: "Links by a verified address, and does not look whether the account has an identity already.",
    spoil: deciding((sound) => ({
      match: (situation) => {
        const match = sound.match(situation);
        const [account] = situation.found.byEmail;
        const bound = match.kind === "refuse" && match.reason === "link_conflict" && account !== undefined;
        return bound ? { kind: "link", account } : match;
      },
    })),
  },
  {
    id: "link-allowed-missing",
    description: "Never looks for an account that is there already, and makes a second one.",
    spoil: deciding(() => ({ match: () => ({ kind: "none" }) })),
  },
  {
    id: "link-by-username",
    description: "Links to the account with the same username.",
    spoil: deciding((sound) => ({
      match: (situation) => {
        const [account] = situation.found.byUsername;
        return account === undefined ? sound.match(situation) : { kind: "link", account };
      },
    })),
  },
  {
    id: "missing-verified-means-verified",
    description: "Reads a missing email_verified as true: claims.email_verified !== false.",
    spoil: deciding(() => ({
      emailIsVerified: (_connection, claims) => claims.email !== null && claims.emailVerified !== false,
    })),
  },
  {
    id: "match-across-organizations",
    description: "Looks accounts up by email in the whole table, whichever organization the sign-in is for.",
    spoil: both(
      (workings) => ({
        ...workings,
        provisioning: {
          ...workings.provisioning,
          find: (lookup, connection, claims) => {
            const found = workings.provisioning.find(lookup, connection, claims);
            if (claims.email === null) return found;
            const key = emailKey(claims.email, connection.policy.email_case);
            return { ...found, byEmail: [...found.byEmail, ...lookup.elsewhere(connection.organization.name, key)] };
          },
        },
      }),
      deciding((sound) => ({
        recognize: (situation) =>
          sound.recognize(situation) ?? situation.found.byEmail.find(({ member }) => !member) ?? null,
        domain: (situation, account) => (account?.member === false ? null : sound.domain(situation, account)),
      })),
    ),
  },
  {
    id: "link-step-up-ignored",
    description: "Links at once, whatever link_step_up says.",
    spoil: deciding(() => ({ stepUp: () => null })),
  },
  {
    id: "jit-off-refuses-existing",
    description: "Tests jit: off before it looks for an account, so nobody can link any more.",
    spoil: deciding((sound) => ({
      match: (situation) =>
        (situation.connection.policy.jit === "off" ? sound.admit(situation) : null) ?? sound.match(situation),
    })),
  },
  {
    id: "jit-off-refuses-known",
    description: "Turns everybody away under jit: off, before it looks whether they have an account.",
    spoil: deciding((sound) => ({
      recognize: (situation) => (situation.connection.policy.jit === "off" ? null : sound.recognize(situation)),
      match: (situation) =>
        (situation.connection.policy.jit === "off" ? sound.admit(situation) : null) ?? sound.match(situation),
    })),
  },
] as const satisfies readonly Defect[];
