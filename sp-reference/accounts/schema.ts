/**
 * The tables. What matters for provisioning:
 *
 * - An identity is (organization, issuer, subject), the primary key: one IdP subject is one account per organization,
 *   and the database itself upholds it when two first sign-ins race.
 * - An address is not an identity, so nothing makes it unique. The decision keeps it unique in an organization, in
 *   the same transaction that writes; a unique index here would turn a renamed colleague into a 500.
 * - `email_key` belongs to the membership, because each organization decides whether case matters.
 * - A grant remembers its origin, so that what the IdP gave can be told from what an administrator gave.
 * - What SCIM pushed stands beside the accounts, by organization: the identity provider's names for them, and groups.
 * - A session remembers as whom, and in which of its own sessions, the identity provider signed the person in: that is
 *   how it names the session when it ends.
 * - Who was removed is remembered by the identities that they had, so that a sign-in does not bring them back unasked.
 */
export const SCHEMA = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('active', 'pending', 'deactivated')),
  email TEXT CHECK (email <> ''),
  email_verified INTEGER NOT NULL DEFAULT 0,
  username TEXT,
  given_name TEXT,
  family_name TEXT,
  name TEXT,
  attributes TEXT NOT NULL DEFAULT '{}',
  password_hash TEXT,
  created_at TEXT NOT NULL,
  last_sign_in_at TEXT
);
CREATE TABLE memberships (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  organization TEXT NOT NULL,
  email_key TEXT,
  PRIMARY KEY (account_id, organization)
);
CREATE INDEX memberships_by_email ON memberships (organization, email_key);
CREATE INDEX memberships_by_email_alone ON memberships (email_key);
CREATE TABLE identities (
  organization TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (subject <> ''),
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  connection TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (organization, issuer, subject)
);
CREATE INDEX identities_by_account ON identities (account_id);
CREATE TABLE grants (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  organization TEXT NOT NULL,
  role TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('idp', 'manual', 'default', 'scim')),
  PRIMARY KEY (account_id, organization, role, origin)
);
CREATE TABLE scim_users (
  organization TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  external_id TEXT,
  user_name TEXT NOT NULL,
  groups_pushed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (organization, account_id)
);
CREATE INDEX scim_users_by_name ON scim_users (organization, lower(user_name));
CREATE INDEX scim_users_by_external_id ON scim_users (organization, external_id);
CREATE TABLE scim_groups (
  id TEXT PRIMARY KEY,
  organization TEXT NOT NULL,
  display_name TEXT NOT NULL
);
CREATE TABLE scim_members (
  group_id TEXT NOT NULL REFERENCES scim_groups (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, account_id)
);
CREATE INDEX scim_members_by_account ON scim_members (account_id);
CREATE TABLE api_keys (
  hash TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL
);
CREATE TABLE departed (
  organization TEXT NOT NULL,
  account_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  external_id TEXT,
  user_name TEXT,
  by TEXT NOT NULL CHECK (by IN ('hand', 'scim')),
  PRIMARY KEY (organization, account_id, issuer, subject)
);
CREATE INDEX departed_by_identity ON departed (organization, issuer, subject);
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  organization TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role TEXT,
  created_at TEXT NOT NULL,
  consumed_by TEXT,
  withdrawn_at TEXT
);
CREATE TABLE seats (
  organization TEXT PRIMARY KEY,
  seats INTEGER NOT NULL CHECK (seats > 0)
);
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  account_id TEXT,
  organization TEXT,
  connection TEXT,
  actor TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX events_by_account ON events (account_id, id);
CREATE TABLE password_attempts (
  whose TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX password_attempts_by_whose ON password_attempts (whose, at);
CREATE TABLE sessions (
  sid TEXT PRIMARY KEY,
  account_id TEXT,
  connection TEXT,
  subject TEXT,
  idp_session TEXT,
  data TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_by_subject ON sessions (connection, subject);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE TABLE keys (
  name TEXT PRIMARY KEY,
  private_key TEXT NOT NULL,
  certificate TEXT NOT NULL
);
CREATE TABLE one_time (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
);
`;
