import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { isOwnAddress } from "../../../harness/sp/container/own-address.ts";
import { describeWithEngine } from "../support/engine.ts";

const engine = new URL("../../../harness/sp/container/engine.ts", import.meta.url).href;

/** In a process of its own, since the library looks for the engine once. */
function connect(host: string): string {
  const script = `import { connectEngine } from ${JSON.stringify(engine)};
    console.log(await connectEngine().then(() => "connected", ({ code, message }) => code + " " + message));`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, TESTCONTAINERS_HOST_OVERRIDE: host },
    encoding: "utf8",
  }).trim();
}

test.each([
  ["127.0.0.1", true],
  ["203.0.113.9", false],
])("%s is an address of this machine: %s", async (address, own) => {
  expect(await isOwnAddress(address)).toBe(own);
});

describeWithEngine("where the engine is", () => {
  test.each([
    ["localhost", "connected"],
    ["127.0.0.3", "connected"],
    ["203.0.113.9", "ERR_CONTAINER the container engine is on another machine (203.0.113.9)"],
  ])("the library finds it at %s: %s", (host, told) => {
    expect(connect(host)).toBe(told);
  });

  test("in what looks like a container the library names the gateway, which this machine has", () => {
    const gateway = execFileSync(
      "docker",
      ["network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}"],
      {
        encoding: "utf8",
      },
    ).trim();
    expect(connect(gateway === "" || gateway.startsWith("<") ? "127.0.0.1" : gateway)).toBe("connected");
  });
});
