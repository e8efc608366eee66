import { ask } from "./api.js";

/** What the console last told of itself; null until it has. */
export const store = { state: null, busy: false, doing: null, connection: null };

const watchers = new Set();

/** Calls after each change. */
export function watch(changed) {
  watchers.add(changed);
}

export function update(more) {
  Object.assign(store, more);
  for (const changed of watchers) changed();
}

/** Where people sign in who are signed in by one click. */
export function connectionName() {
  const { connections } = store.state;
  return connections.some(({ name }) => name === store.connection) ? store.connection : connections[0]?.name;
}

export function trouble(message) {
  const place = document.getElementById("trouble");
  place.hidden = message === null;
  place.textContent = message ?? "";
}

function isBusy() {
  return store.busy || store.state?.running === true;
}

/** One thing at a time, told in words (`doing`) until it is over: what is asked while another is done would be lost among its requests. Undefined where it failed. */
export async function busily(work, doing = "Working…") {
  if (isBusy()) return undefined;
  update({ busy: true, doing });
  trouble(null);
  try {
    return await work();
  } catch (error) {
    trouble(error.message);
    return undefined;
  } finally {
    update({ busy: false, doing: null });
  }
}

/** What `aria-disabled` says of what must wait: what is disabled would lose whoever stands at it. */
export function waits() {
  return isBusy() ? "true" : null;
}

export function signIn(asked) {
  return busily(() => ask("POST", "sign-in", asked), `Signing ${asked.person} in at ${asked.connection}${atBoth()}…`);
}

/** Where what is done is done at more than one SP. */
export function atBoth() {
  const { sides } = store.state;
  return sides.length > 1 ? `, at ${sides.map(({ label }) => label).join(" and at ")}` : "";
}
