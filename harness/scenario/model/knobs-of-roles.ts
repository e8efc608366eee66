import { defineKnobs } from "./knob-row.ts";

/** The knobs of roles and groups: which groups give what, and who is let in by them. */
export const KNOBS_OF_ROLES = defineKnobs({
  role_sync: {
    about: "What the IdP's groups do to the account's roles at a later sign-in.",
    values: {
      mirror: { is: "roles that came from the IdP follow it; roles given by hand stay" },
      authoritative: { is: "the IdP is the only source; roles given by hand go too" },
      add_only: { is: "roles are added, never taken", risk: "whoever leaves a group keeps its role" },
      first_login: {
        is: "roles are set when the account is created",
        risk: "whoever leaves a group keeps its role, and whoever joins one gets none",
      },
      off: { is: "never", risk: "roles do not follow the IdP's groups at all" },
    },
  },
  last_admin: {
    about: "What happens where the IdP's groups would take the role of an administrator from the last who has it.",
    note: "The second mapped role (`roles.two`) is taken for the administrator's.",
    values: {
      protect: { is: "the last one keeps it, until somebody else has it" },
      allow: {
        is: "it goes like any other",
        risk: "an organization can be without anybody who may change anything in it",
      },
    },
  },
  default_role: {
    about: "What a person has to whom no group gives a role.",
    note: "Which role that is, a connection says (`roles.default`), and says with it that there is one.",
    values: {
      role: { is: "the default role, from their first sign-in on" },
      none: { is: "no role: they are signed in, and may do nothing for which one is needed" },
    },
  },
  on_unmapped: {
    about: "What a person gets none of whose groups is mapped to a role.",
    values: {
      default: { is: "the default role" },
      reject: { is: "no entry" },
    },
  },
  required_group: {
    about: "Whether somebody must be in a certain group to come in, beside what groups do to roles.",
    note: "Which group that is, a connection says (`roles.required`): everybody is in it there, but for whom a check is about.",
    values: {
      none: { is: "nobody must" },
      named: { is: "only who is in it comes in, known or new; the account of whoever leaves it stays as it is" },
    },
  },
  on_groups_absent: {
    about: "What happens where the IdP sends no groups at all.",
    values: {
      revoke: { is: "roles that came from the IdP go, where the connection maps groups" },
      default: { is: "the account has the default role" },
      reject: { is: "the sign-in is refused" },
      keep: { is: "roles stay", risk: "an IdP that stops sending groups takes no role back" },
    },
  },
  on_groups_empty: {
    about: "What happens where the IdP sends an empty list of groups.",
    values: {
      revoke: { is: "roles that came from the IdP go" },
      default: { is: "the account has the default role" },
      reject: { is: "the sign-in is refused" },
    },
  },
  groups_overage: {
    about: "What happens where the IdP says that somebody is in more groups than it sends, and sends none.",
    note: "Entra says so (`groups: { overage: [...] }` of a person, [profiles.md](profiles.md)). The address where the groups are told is in its message, and is the mock IdP's own here: an SP that asks at an address of its own must be told that one.",
    values: {
      fetch: { is: "the SP asks for them where it is told to" },
      reject: { is: "the sign-in is refused" },
      keep: { is: "roles stay", risk: "whoever is in many groups keeps a role that the IdP has taken back" },
    },
  },
  groups_delimiter: {
    about: "What stands between groups that come in one text.",
    note: "What the shape of a connection's IdP joins is told to the SP beside this (`groups.separator` of `seed.mapping`).",
    values: {
      none: { is: "nothing: a text is one group, whatever stands in it" },
      comma: { is: "a comma" },
      semicolon: { is: "a semicolon" },
      either: { is: "a comma or a semicolon" },
    },
  },
  role_conflict: {
    about: "What a person has who is in several groups that give different roles.",
    note: "The second mapped role (`roles.two`) is taken for the higher one.",
    values: {
      highest: { is: "the highest of these roles" },
      union: { is: "all of them" },
      first: { is: "the one that the SP's own mapping puts first, whatever the order in which groups are sent" },
    },
  },
});
