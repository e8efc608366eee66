/** The domain of a valid address, in lower case (RFC 5321 2.4: domains have no case). */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

/** What two spellings of one address have in common: the key by which accounts are found by their address. */
export function emailKey(email: string, emailCase: "insensitive" | "sensitive"): string {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  return `${emailCase === "insensitive" ? local.toLowerCase() : local}@${domainOf(email)}`;
}
