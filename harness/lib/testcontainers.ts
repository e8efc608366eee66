/** The identity providers in a container: `import { startIdpContainer } from "jitterbug/testcontainers"`. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GenericContainer, Wait, type StartedTestContainer } from "testcontainers";
import { JitterbugError } from "../errors.ts";
import { freePort } from "../ports.ts";
import type { ConnectionSetup } from "../run/setup.ts";
import type { NextSignIn, SignOut } from "./idps.ts";
import type { IdpsTarget, People } from "./target.ts";

export interface IdpContainerOptions {
  /** The kit's own image, as you built it from its Dockerfile (docs/without-node.md); `jitterbug`. */
  readonly image?: string;
  /** A target file, or what would stand in one; `connections` is all that it must have. No other file is handed on. */
  readonly target: string | IdpsTarget;
  /** A people file, or who would stand in one; left out: a few telling ones. */
  readonly people?: string | People;
  /** Milliseconds that it may take to start; 120,000. */
  readonly timeout?: number;
}

/** Mock identity providers that run in a container, at an address of this machine that SP and browser reach alike. */
export interface IdpContainer extends AsyncDisposable {
  /** By the connection's name: what an SP is told of it, its client secret too. */
  readonly connections: { readonly [name: string]: ConnectionSetup };
  /** Of all of them: `http://localhost:PORT`. */
  readonly origin: string;
  /** The control API, for calls of your own (docs/idp.md): its address, and the token that it wants as a Bearer token. */
  readonly control: { readonly url: string; readonly token: string };
  readonly container: StartedTestContainer;
  /**
   * Who signs in next without the login page: at the connection, or where the sign-in brings what comes back. `tamper`
   * names a corruption (docs/tampers.md) of what leaves for the SP. Throws ERR_USAGE.
   */
  as(
    person: string,
    how?: { readonly connection?: string; readonly tamper?: string | { readonly name: string } },
  ): Promise<NextSignIn>;
  /** A person as a people file has them, from now on; somebody new is made known. Throws ERR_USAGE. */
  setPerson(name: string, claims: NonNullable<People[string]>): Promise<void>;
  /** Ends a person's sessions; `url` is then to be opened in their browser, where there is one. Throws ERR_USAGE. */
  logout(person: string, connection: string): Promise<SignOut>;
  close(): Promise<void>;
}

const FOLDER = "/jitterbug";
/** The last line of the JSON that the command prints. */
const PRINTED = /^\}\s*$/m;

/** Starts them. Throws JitterbugError ERR_CONTAINER with what the container said where it did not start. */
export async function startIdpContainer(options: IdpContainerOptions): Promise<IdpContainer> {
  const { image = "jitterbug", target, people, timeout = 120_000 } = options;
  // The same outside as inside: an issuer is an address that everybody writes alike.
  const [port, control] = [await freePort(), await freePort()];
  const token = randomBytes(32).toString("base64url");
  const files = [
    { content: textOf(target), target: `${FOLDER}/jitterbug.yaml` },
    ...(people === undefined ? [] : [{ content: peopleText(people), target: `${FOLDER}/people.yaml` }]),
  ];
  const listen = ["--listen", `localhost:${port}`, "--control", String(control)];
  const flags = ["--json", "--show-secrets", "--ephemeral-keys"];
  const said: string[] = [];
  let container: StartedTestContainer;
  try {
    container = await new GenericContainer(image)
      .withCopyContentToContainer(files)
      .withEnvironment({ JITTERBUG_CONTROL_TOKEN: token })
      .withCommand(["idp", ...listen, ...flags, ...(people === undefined ? [] : ["--people", "people.yaml"])])
      .withExposedPorts({ container: port, host: port }, { container: control, host: control })
      .withLogConsumer((stream) => void stream.on("data", (text: Buffer | string) => said.push(text.toString())))
      .withWaitStrategy(Wait.forLogMessage(PRINTED))
      .withStartupTimeout(timeout)
      .start();
  } catch (error) {
    const hint = "Is the image there? docs/without-node.md says how it is built.";
    throw new JitterbugError("ERR_CONTAINER", `no identity providers came of the image ${image}`, {
      hint,
      output: said.join("").trim().split("\n").slice(-20).join("\n"),
      cause: error,
    });
  }
  const printed = await printedBy(container);
  const url = `http://127.0.0.1:${control}/control`;
  const call = async (method: string, path: string, body: object): Promise<unknown> =>
    await asked(`${url}/${path}`, { method, token, body });
  const close = async (): Promise<void> => void (await container.stop());
  return {
    connections: Object.fromEntries(printed.connections.map((setup) => [setup.name, setup])),
    origin: `http://localhost:${port}`,
    control: { url, token },
    container,
    as: async (person, how = {}) => (await call("POST", "next", { person, ...how })) as NextSignIn,
    setPerson: async (name, claims) => void (await call("PUT", `people/${encodeURIComponent(name)}`, claims)),
    logout: async (person, connection) => (await call("POST", "logout", { person, connection })) as SignOut,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function textOf(target: string | IdpsTarget): string {
  // JSON is YAML.
  if (typeof target !== "string") return JSON.stringify(target);
  const file = resolve(target);
  return readFileSync(/\.(ya?ml|json)$/.test(file) ? file : join(file, "jitterbug.yaml"), "utf8");
}

function peopleText(people: string | People): string {
  return typeof people === "string" ? readFileSync(resolve(people), "utf8") : JSON.stringify({ people });
}

/** The one JSON document that it prints ahead of everything else. */
async function printedBy(container: StartedTestContainer): Promise<{ readonly connections: ConnectionSetup[] }> {
  const stream = await container.logs();
  let text = "";
  for await (const part of stream) {
    text += String(part);
    const whole = /^\{[^]*?^\}\s*$/m.exec(text)?.[0];
    if (whole === undefined) continue;
    stream.destroy();
    return JSON.parse(whole) as { readonly connections: ConnectionSetup[] };
  }
  throw new JitterbugError("ERR_CONTAINER", "the container ended before it said what it offers", {
    output: text.trim().split("\n").slice(-20).join("\n"),
  });
}

/** Throws ERR_USAGE with what the control answered. */
async function asked(
  url: string,
  { method, token, body }: { readonly method: string; readonly token: string; readonly body: object },
): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const told = text === "" ? {} : (JSON.parse(text) as { readonly error?: string; readonly hint?: string });
  if (answer.ok) return told;
  const hint = told.hint === undefined ? {} : { hint: told.hint };
  throw new JitterbugError("ERR_USAGE", told.error ?? `the control answered HTTP ${answer.status}`, hint);
}
