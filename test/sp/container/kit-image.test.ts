import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startIdpContainer } from "../../../harness/lib/testcontainers.ts";
import type { IdpsTarget } from "../../../harness/lib/target.ts";
import { ROOT } from "../../package/installed.ts";
import { describeWithEngine, docker, NODE_IMAGE } from "../support/engine.ts";

const IMAGE = "jitterbug-test/kit";
const LIMIT_MB = 250;
const TIMEOUT = 600_000;
const CALLBACK = "http://127.0.0.1:1/callback";

/** Where a browser of its own comes to that begins a sign-in: each redirect is followed but the SP's. */
async function comesTo(authorize: URL): Promise<URL> {
  const jar = new Map<string, string>();
  let at = authorize;
  for (let hops = 0; hops < 10 && !at.href.startsWith(CALLBACK); hops++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const [, name = "", value = ""] of answer.headers
      .getSetCookie()
      .map((one) => /^([^=]+)=([^;]*)/.exec(one) ?? []))
      jar.set(name, value);
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`HTTP ${answer.status} at ${at.href}: ${await answer.text()}`);
    at = new URL(location, at);
  }
  return at;
}

describeWithEngine("the kit's own image", () => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-image-"));
  beforeAll(() => {
    const packed = spawnSync("npm", ["pack", "--pack-destination", dir], { cwd: ROOT, encoding: "utf8" });
    expect(packed.status, packed.stderr).toBe(0);
    const built = spawnSync(
      "docker",
      ["build", "--file", join(ROOT, "ci/image/Dockerfile"), "--build-arg", `BASE=${NODE_IMAGE}`, "--tag", IMAGE, dir],
      { encoding: "utf8", env: { ...process.env, DOCKER_BUILDKIT: "0" } },
    );
    expect(built.status, built.stderr).toBe(0);
  }, TIMEOUT);
  afterAll(() => {
    docker("image", "rm", "--force", IMAGE);
    rmSync(dir, { recursive: true, force: true });
  });

  test(
    "signs in whom a test names, runs as nobody, says that it is well, and is gone afterwards",
    async () => {
      const target = {
        connections: { acme: { protocol: "oidc" as const, client_id: "app", redirect_uris: [CALLBACK] } },
      } satisfies IdpsTarget;
      const idps = await startIdpContainer({
        image: IMAGE,
        target,
        people: { ada: { email: "ada@acme.test" } },
        timeout: TIMEOUT,
      });
      const id = idps.container.getId();
      try {
        const setup = idps.connections["acme"];
        const issuer = setup?.protocol === "oidc" ? setup.idp.issuer : "";
        expect(issuer).toBe(`${idps.origin}/oidc/acme`);
        expect(setup?.protocol === "oidc" ? setup.idp.client_secret : "").toMatch(/^.{16,}$/);
        const told = await fetch(`${issuer}/.well-known/openid-configuration`);
        const { authorization_endpoint } = (await told.json()) as { readonly authorization_endpoint: string };
        const authorize = new URL(authorization_endpoint);
        const asked = { client_id: "app", redirect_uri: CALLBACK, response_type: "code", scope: "openid", state: "s" };
        for (const [name, value] of Object.entries(asked)) authorize.searchParams.set(name, value);
        await expect(comesTo(authorize)).rejects.toThrow("HTTP 200"); // The login page.
        await idps.as("ada", { connection: "acme" });
        expect((await comesTo(authorize)).searchParams.get("code")).toMatch(/./);
        await expect(idps.as("eve")).rejects.toMatchObject({ code: "ERR_USAGE" });
        await idps.setPerson("eve", { email: "eve@acme.test" });
        await idps.as("eve", { connection: "acme" });
        expect((await comesTo(authorize)).searchParams.get("code")).toMatch(/./);

        const of = (format: string) => docker("inspect", "--format", format, id);
        expect(of("{{.Config.User}}")).toBe("65532:65532");
        expect(docker("exec", id, "node", "-p", "process.getuid()")).toBe("65532");
        await vi.waitFor(() => expect(of("{{.State.Health.Status}}")).toBe("healthy"), {
          timeout: 120_000,
          interval: 500,
        });
      } finally {
        await idps.close();
      }
      expect(docker("inspect", id)).toBeNull();
    },
    TIMEOUT,
  );

  test(
    "runs any command of the kit, and is small",
    () => {
      expect(docker("run", "--rm", IMAGE, "--version")).toMatch(/^\d+\.\d+\.\d+/);
      const saved = spawnSync("docker", ["save", IMAGE], { maxBuffer: 2 ** 30 });
      expect(saved.status).toBe(0);
      expect(gzipSync(saved.stdout, { level: 1 }).length / 1e6).toBeLessThan(LIMIT_MB);
    },
    TIMEOUT,
  );

  test(
    "that is not there is told with how to make it",
    async () => {
      const target = {
        connections: { acme: { protocol: "oidc" as const, client_id: "a", redirect_uris: [CALLBACK] } },
      } satisfies IdpsTarget;
      await expect(startIdpContainer({ image: "jitterbug-test/none", target })).rejects.toMatchObject({
        code: "ERR_CONTAINER",
        hint: expect.stringContaining("docs/without-node.md"),
      });
    },
    TIMEOUT,
  );
});
