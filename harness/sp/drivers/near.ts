import { leavesOf } from "../shape.ts";

/**
 * The one path at which accounts have what a field's path was to find: for the email, the address that carries the
 * namespace; else a path that differs from the written one by capitals and underscores alone. Undefined where there is
 * none, or a second one.
 */
export function nearPath(accounts: readonly unknown[], field: string, path: string, ns: string): string | undefined {
  const leaves = accounts.flatMap((account) => leavesOf(account));
  const fits =
    field === "email" && ns !== ""
      ? leaves.filter(({ value }) => typeof value === "string" && isAddressOf(value, ns))
      : leaves.filter((leaf) => leaf.path !== path && plain(leaf.path) === plain(path));
  const paths = fits.map((leaf) => leaf.path);
  // A username that is the address is another field.
  return only(paths) ?? (field === "email" ? only(paths.filter((one) => /mail/i.test(one))) : undefined);
}

/** The list of the answer that holds accounts of the namespace, as `each` names it. */
export function nearList(document: unknown, ns: string): string | undefined {
  if (ns === "") return undefined;
  const inside = leavesOf(document, EVERY_ITEM).filter(({ value }) => String(value).toLowerCase().includes(ns));
  return only(inside.flatMap(({ path }) => /^(.*?)\[\d+\]/s.exec(path)?.[1] ?? []).map((path) => `${path}[*]`));
}

const EVERY_ITEM = 1_000;

function isAddressOf(value: string, ns: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value) && value.toLowerCase().includes(ns);
}

function plain(path: string): string {
  return path.toLowerCase().replace(/[_-]/g, "");
}

function only(paths: readonly string[]): string | undefined {
  const different = [...new Set(paths)];
  return different.length === 1 ? different[0] : undefined;
}
