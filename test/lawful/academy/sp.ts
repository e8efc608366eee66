/**
 * An online school that provisions in a queue. Who somebody is is decided at once; their record is written by a worker a
 * little later, and the list that administrators read is a copy that is older still.
 */
import { randomUUID } from "node:crypto";
import { domainOf, emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  html,
  isFaulty,
  jsonOf,
  page,
  redirect,
  refusal,
  Refused,
  send,
  sendJson,
  serve,
  setting,
  type Call,
} from "../lib/web.ts";

interface Student {
  readonly id: string;
  readonly email: string;
  readonly verified: boolean;
  readonly fullName: string;
  readonly state: "enrolled" | "expelled";
  readonly identity: { readonly iss: string; readonly sub: string } | null;
}

const WORKER_MS = 300;
const COPY_MS = 250;
const DOMAIN = setting("DOMAIN");

/** The truth, which every decision is made by. */
const students = new Map<string, Student>();
/** What administrators see of it. */
const directory = new Map<string, Student>();
const sessions = new Map<string, string>();

/** Decided now, shown later: a new record by the worker and the copy, a change by the copy alone. */
function commit(student: Student): Student {
  const delay = students.has(student.id) ? COPY_MS : WORKER_MS + COPY_MS;
  students.set(student.id, student);
  setTimeout(() => show(student.id), delay);
  return student;
}

function show(id: string): void {
  const student = students.get(id);
  if (student === undefined) directory.delete(id);
  else directory.set(id, student);
}

function expunge(id: string): void {
  students.delete(id);
  setTimeout(() => show(id), COPY_MS);
}

const find = (test: (student: Student) => boolean) => [...students.values()].find(test);

const schools = new Map(
  ["north", "south"].map((name) => [
    name,
    new OidcLogin({
      issuer: setting(`${name.toUpperCase()}_ISSUER`),
      clientId: "academy",
      clientSecret: setting("CLIENT_SECRET"),
      redirectUri: `${baseUrl()}/${name}/back`,
    }),
  ]),
);

function schoolOf({ params }: Call): OidcLogin {
  const school = schools.get(params["school"] ?? "");
  if (school === undefined) throw new Refused("There is no such school.", 404);
  return school;
}

function enrol(claims: { readonly iss: string; readonly sub: string; readonly [name: string]: unknown }): Student {
  const { iss, sub } = claims;
  const email = emailOf(claims["email"]);
  const address = email === undefined ? undefined : folded(email);
  const verified = claims["email_verified"] === true && address !== undefined && domainOf(address) === DOMAIN;
  const known = find(({ identity }) => identity?.iss === iss && identity.sub === sub);
  if (known?.state === "expelled") throw new Refused("You are no longer a student here.");
  const holder = address === undefined ? undefined : find((one) => one.email === address);
  if (known !== undefined) {
    if (!verified || known.email === address) return known;
    if (holder !== undefined)
      throw new Refused(`Your new email address ${address} is another student's. Please tell the office.`);
    return commit({ ...known, email: address });
  }
  // The fault: the record is on its way before anybody has looked whether it may be.
  if (isFaulty("enrols-first"))
    commit({
      id: randomUUID(),
      email: address ?? `nobody.${sub}`,
      verified,
      fullName: sub,
      state: "enrolled",
      identity: null,
    });
  if (address === undefined) throw new Refused("Your school sends no email address, and we write to you by email.");
  if (holder === undefined) {
    const fullName = textOf(claims["name"]) ?? textOf(claims["given_name"]) ?? address;
    return commit({ id: randomUUID(), email: address, verified, fullName, state: "enrolled", identity: { iss, sub } });
  }
  if (!verified || !holder.verified || holder.identity !== null || holder.state === "expelled")
    throw new Refused(`There is a student with the email address ${address} already. Please tell the office.`);
  return commit({ ...holder, identity: { iss, sub } });
}

function studentOf({ req }: Call): Student | undefined {
  const student = students.get(sessions.get(cookieOf(req, "academy") ?? "") ?? "");
  return student?.state === "enrolled" ? student : undefined;
}

function office(work: (call: Call) => unknown): (call: Call) => unknown {
  return (call) => {
    if (call.req.headers.authorization === `Bearer ${setting("OFFICE_TOKEN")}`) return work(call);
    throw new Refused("This is for the office.", 401);
  };
}

serve(
  {
    "GET /": (call) => {
      const student = studentOf(call);
      const body =
        student === undefined
          ? html`<p><a href="/north/go">North</a> <a href="/south/go">South</a></p>`
          : html`<p>Your courses, ${student.fullName}</p>
              <form method="post" action="/bye"><button>Sign out</button></form>`;
      send(call.res, 200, page("Academy", body));
    },
    "GET /:school/go": async (call) => {
      const browser = randomKey();
      redirect(call.res, await schoolOf(call).begin(browser), [cookie("going", browser, 600)]);
    },
    "GET /:school/back": async (call) => {
      const { id } = enrol(await schoolOf(call).finish(call.url, cookieOf(call.req, "going")));
      sessions.delete(cookieOf(call.req, "academy") ?? "");
      const key = randomKey();
      sessions.set(key, id);
      redirect(call.res, "/", [cookie("academy", key), cookie("going", "", 0)]);
    },
    "POST /bye": ({ req, res }) => {
      sessions.delete(cookieOf(req, "academy") ?? "");
      redirect(res, "/", [cookie("academy", "", 0)]);
    },
    "GET /me": (call) => {
      const student = studentOf(call);
      sendJson(call.res, student === undefined ? 401 : 200, { student: student?.id ?? null });
    },
    "GET /office/students": office(({ res }) => {
      sendJson(res, 200, [...directory.values()]);
    }),
    "POST /office/students": office(async ({ req, res }) => {
      const { email, email_verified, name } = await jsonOf(req);
      const fullName = textOf(name) ?? String(email);
      const verified = email_verified !== false;
      const { id } = commit({
        id: randomUUID(),
        email: folded(String(email)),
        verified,
        fullName,
        state: "enrolled",
        identity: null,
      });
      sendJson(res, 202, { id });
    }),
    "POST /office/students/:id/expel": office(({ params, res }) => {
      const student = students.get(params["id"] ?? "");
      if (student !== undefined) commit({ ...student, state: "expelled" });
      sendJson(res, 202, {});
    }),
    "DELETE /office/students/:id": office(({ params, res }) => {
      expunge(params["id"] ?? "");
      sendJson(res, 202, {});
    }),
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    send(
      res,
      status,
      page(
        "Academy",
        html`<h1>Please try again</h1>
          <p>${message}</p>`,
      ),
    );
  },
);
