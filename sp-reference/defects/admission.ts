import { applying, deciding, mapping, type Defect } from "./defect.ts";

/** Faults in who is let in, and with which names. */
export const admissionDefects = [
  {
    id: "jit-off-ignored",
    description: "Creates accounts although just-in-time provisioning is switched off.",
    spoil: deciding(() => ({ admit: () => null })),
  },
  {
    id: "pending-ignored",
    description: "Makes the account active where it should wait for approval.",
    spoil: applying((decision) =>
      decision.kind === "create"
        ? { ...decision, signIn: true, fields: { ...decision.fields, status: "active" } }
        : decision,
    ),
  },
  {
    id: "deactivated-signs-in",
    description: "Signs in whoever is found, and does not look at the account's status.",
    spoil: deciding(() => ({ standing: () => "active" })),
  },
  {
    id: "required-ignored",
    description: "Creates the account without what is required, and leaves the person with half a profile.",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => {
        const { connection } = situation;
        const policy = { ...connection.policy, required_attributes: [] };
        return sound.complete({ ...situation, connection: { ...connection, policy } }, identity);
      },
    })),
  },
  {
    id: "names-required-500",
    description: "Composes the display name from the given and family names: family_name.trim().",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => {
        const { given_name, family_name } = situation.claims.profile;
        const name = `${(given_name as string).trim()} ${(family_name as string).trim()}`;
        const profile = { ...situation.claims.profile, name: situation.claims.profile.name ?? name };
        return sound.complete({ ...situation, claims: { ...situation.claims, profile } }, identity);
      },
    })),
  },
  {
    id: "names-of-nothing",
    description: "Composes the display name in a template, and stores what that prints for a name that is missing.",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => {
        const { given_name, family_name } = situation.claims.profile;
        const name = `${String(given_name ?? undefined)} ${String(family_name ?? undefined)}`;
        const profile = { ...situation.claims.profile, name: situation.claims.profile.name ?? name };
        return sound.complete({ ...situation, claims: { ...situation.claims, profile } }, identity);
      },
    })),
  },
  {
    id: "profile-never-updated",
    description: "Writes the names at creation and never again.",
    spoil: deciding(() => ({
      profile: (_situation, { profile, attributes }) => ({ profile, attributes }),
    })),
  },
  {
    id: "profile-sync-ignored",
    description: "Overwrites the names at every sign-in, whatever profile_sync says.",
    spoil: deciding((sound) => ({
      profile: (situation, account, first) => {
        const { connection } = situation;
        const policy = { ...connection.policy, profile_sync: "every_login" } as const;
        return sound.profile({ ...situation, connection: { ...connection, policy } }, account, first);
      },
    })),
  },
  {
    id: "unicode-mangled",
    description: "Reads names as Latin-1, so everything beyond it becomes question marks.",
    spoil: mapping((sound) => ({
      text: (raw) => sound.text(raw)?.replace(/[\u0100-\uffff]/g, "?") ?? null,
    })),
  },
  {
    id: "unicode-cut-at-emoji",
    description: "Keeps names in a column of three bytes a character, which ends the text at the first that has four.",
    spoil: mapping((sound) => ({
      text: (raw) => sound.text(raw)?.replace(/[\u{10000}-\u{10ffff}].*$/su, "") ?? null,
    })),
  },
  {
    id: "names-split-at-space",
    description: "Cuts the given and the family name out of the whole one: const [given, family] = name.split(' ').",
    spoil: deciding((sound) => ({
      complete: (situation, identity) => {
        const { profile } = situation.claims;
        const [given_name = null, family_name = null] = profile.name?.split(" ") ?? [];
        const cut = { ...profile, given_name, family_name };
        return sound.complete({ ...situation, claims: { ...situation.claims, profile: cut } }, identity);
      },
    })),
  },
] as const satisfies readonly Defect[];
