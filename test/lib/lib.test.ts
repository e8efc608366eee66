import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { JitterbugError, run, startIdps, startSp, type TargetFile } from "../../harness/lib/index.ts";
import { freePort } from "../../harness/ports.ts";
import { SmallSp, type Claims, type Row } from "../run/small/sp.ts";

/** Whoever has an email comes in as whoever had it first. */
class ByEmail extends SmallSp {
  override admit(claims: Claims): Row | null | Promise<Row | null> {
    return this.rows.find(({ email }) => email === claims.email) ?? super.admit(claims);
  }
}

let sp: SmallSp;
let target: TargetFile;
beforeEach(() => begin(new SmallSp()));
afterEach(() => sp.close());

async function begin(own: SmallSp): Promise<void> {
  sp = own;
  await sp.start();
  const listen = `127.0.0.1:${await freePort()}`;
  sp.idp = `http://${listen}`;
  target = {
    target: "small",
    base_url: sp.base_url,
    idps: { listen },
    email_domain: "acme.test",
    connections: {
      acme: {
        protocol: "oidc",
        client_id: "small",
        client_auth: "none",
        redirect_uris: [`${sp.base_url}/callback`],
        claims_in: ["id_token"],
        sign_in: "GET /sign-in",
      },
    },
    policy: { identity_key: "iss_sub", jit: "on" },
    observe: {
      session: { request: "GET /me", map: { account: "$.id" } },
      accounts: {
        http: "GET /accounts",
        each: "$[*]",
        map: { id: "$.id", email: "$.email", active: "$.active", identities: "$.subject" },
      },
    },
    seed: { remove: { http: "DELETE /accounts/{{id}}" } },
  };
}

describe("startSp", () => {
  it("signs a person in, who goes on with the cookie and is the same the next time", async () => {
    await using kit = await startSp({ target });
    const first = await kit.signIn("ada");
    expect(first).toMatchObject({ outcome: "signed_in", before: [], after: [{ id: "1" }], account: { id: "1" } });
    const me = await fetch(`${kit.baseUrl}/me`, { headers: { cookie: first.cookie } });
    expect(await me.json()).toMatchObject({ id: 1 });
    kit.setPerson("ada", { email: "ada.king@acme.test" });
    const again = await kit.signIn("ada", { connection: "acme" });
    expect([again.account?.id, again.after.length]).toEqual(["1", 1]);
    expect((await kit.signIn("grace")).account?.id).toBe("2");
  });

  it("corrupts a message, and says that it was delivered", async () => {
    await using kit = await startSp({ target });
    const forged = await kit.signIn({ email: "eve@acme.test" }, { tamper: { name: "wrong-audience" } });
    expect(forged).toMatchObject({ account: null, after: [], delivered: true, cookie: "" });
    expect(forged.outcome).not.toBe("signed_in");
  });

  it("removes whom it signed in, and ends what it started", async () => {
    const kit = await startSp({ target });
    await kit.signIn("ada");
    expect(sp.rows).toHaveLength(1);
    await kit.close();
    expect(sp.rows).toHaveLength(0);
    await expect(fetch(`${sp.idp}/`)).rejects.toThrow("fetch failed");
  });

  it.each([
    ["somebody unknown", (kit: Kit) => kit.signIn("nobody"), /nobody called "nobody" is known/],
    ["a connection that is not there", (kit: Kit) => kit.signIn("ada", { connection: "x" }), /no connection "x"/],
    ["a tamper that is none", (kit: Kit) => kit.signIn("ada", { tamper: "wrong-audiense" }), /wrong-audiense/],
    ["a person who is none", (kit: Kit) => kit.signIn({ without: "email" }), /fault/],
  ])("refuses %s in words", async (_, ask, message) => {
    await using kit = await startSp({ target });
    const error: unknown = await ask(kit).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JitterbugError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
  });
});

type Kit = Awaited<ReturnType<typeof startSp>>;

describe("startIdps", () => {
  it("tells what an SP must know, and lets a test say who is next", async () => {
    const { connections } = target;
    await using idps = await startIdps({
      target: { connections, idps: target.idps },
      people: { grace: { email: "grace@acme.test" } },
    });
    const told = idps.connections["acme"];
    expect(told).toMatchObject({ protocol: "oidc", idp: { issuer: `${sp.idp}/oidc/acme`, client_id: "small" } });
    await idps.next("grace", { connection: "acme" });
    const agent = createHttpAgent({});
    await agent.browser("hers").open(`${sp.base_url}/sign-in`);
    await agent.close();
    expect(sp.rows.map(({ email }) => email)).toEqual(["grace@acme.test"]);
    await idps.setPerson("alan", { email: "alan@acme.test" });
    expect(await idps.next("alan")).toMatchObject({ header: { name: "Jitterbug-Next" } });
    await expect(idps.next("nobody")).rejects.toThrow('nobody called "nobody" is known here');
  });

  it("tells a fault of what was given with its place", async () => {
    const faulty = { ...target, connections: { acme: { protocol: "odic" } } } as unknown as TargetFile;
    const error: unknown = await startIdps({ target: faulty }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "ERR_YAML" });
    expect((error as JitterbugError).faults[0]?.message).toContain("protocol");
  });
});

describe("run", () => {
  it("judges as the command line does, and tells what the JSON report tells", async () => {
    const ids = ["rep-same", "key-iss-sub", "link-unasked"];
    const sound = await run({ target, ids: ids.slice(0, 1) });
    expect(sound).toMatchObject({ exitStatus: 0, report: { target: "small", summary: { passed: 1, failed: 0 } } });
    await sp.close();
    await begin(new ByEmail());
    const seen: string[] = [];
    const { exitStatus, report } = await run({
      target,
      ids: ["mail-freed"],
      onEvent: ({ type }) => void seen.push(type),
    });
    expect(exitStatus).toBe(1);
    expect(report.checks.find(({ id }) => id === "mail-freed")).toMatchObject({
      verdict: "failed",
      harm: "foreign_account",
    });
    expect([seen.at(0), seen.at(-1)]).toEqual(["run_started", "run_finished"]);
  });
});
