import type { Browser } from "../../agent/port.ts";
import type { Finding } from "../../observe/finding.ts";
import { examineClock } from "./clock.ts";
import type { Patient } from "./options.ts";

/** A browser that never signed in must be signed out, else every refusal would look like a sign-in. */
export async function examineSession(patient: Patient): Promise<Finding[]> {
  const { agent, log, ns } = patient;
  const name = `${ns}-session`;
  const browser = agent.browser(`${name}/doctor`);
  log.open(name);
  try {
    return [await examine(patient, browser), ...examineClock(log.take(name))];
  } finally {
    log.close(name);
    await browser.close();
  }
}

async function examine({ sp, target }: Patient, browser: Browser): Promise<Finding> {
  const { request, place } = target.observe.session;
  const session = await sp.session(browser);
  const topic = "session";
  if (session.state === "signed_out") return { topic, ok: true, message: "a fresh browser is signed out" };
  const at = `${place.file}:${place.line}`;
  if (session.state === "signed_in") {
    return {
      topic,
      ok: false,
      message: `${request.method} ${request.target} shows a fresh browser as signed in as account ${session.account}`,
      hint: `observe.session (${at}) must ask who this browser's session belongs to: correct its request or its map`,
    };
  }
  return {
    topic,
    ok: false,
    message: `it cannot be told that a fresh browser is signed out: ${session.reason}`,
    hint: `observe.session (${at}) must be a request that answers 401, 403, 404, a redirect or no account to a stranger; declare signed_out where it answers otherwise`,
  };
}
