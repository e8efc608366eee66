import { z } from "zod";
import type { ComposeSource, Container, ImageSource, Service, ServiceReady } from "../model/index.ts";
import { keyed } from "./keyed.ts";
import { defined, many, nameSchema, oneOrMany, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const command = z.array(text).min(1, "must be a command and its arguments");
const port = z
  .int("must be a whole number, not %")
  .min(1, "must be a port from 1 to 65535, not %")
  .max(65_535, "must be a port from 1 to 65535, not %");
const inside = z.string().startsWith("/", "must be a path inside the container, from `/`, not %");
const mount = z.record(text, inside).optional().describe("Path here -> path inside, read-only.");
const image = text.describe("An image as `docker run` takes it; it is pulled where this machine has it not.");
const build = z
  .union([
    text,
    z.strictObject({
      context: text.optional().describe("Left out: the folder of this file."),
      dockerfile: text.optional().describe("From the context; Dockerfile."),
      args: stringMap.optional().describe("Build arguments."),
      target: text.optional().describe("The stage to build; left out: the last."),
    }),
  ])
  .describe("A folder with a Dockerfile, or what `docker build` is told.");

const serviceShape = {
  port: port.optional().describe("Where it listens inside; `{{services.NAME.port}}` on this machine."),
  command: command.optional().describe("Left out: the image's own."),
  env: stringMap.optional(),
  mount,
  ready: z
    .union([
      requestLine,
      z.strictObject({
        log: text,
        times: z.int("must be a whole number, not %").min(1, "must be 1 or more").optional(),
      }),
      z.strictObject({ command }),
    ])
    .optional()
    .describe("`{ log: text }`, `{ command: [...] }` inside, or `GET /path`; left out: the image's own health check."),
};
const imageService = z.strictObject({ image, ...serviceShape });
const builtService = z.strictObject({ build, ...serviceShape });
type WrittenService = z.infer<typeof imageService> | z.infer<typeof builtService>;
const serviceSchema = keyed<WrittenService>({
  what: "a service",
  schemas: { image: imageService, build: builtService },
  cure: "Keep one of the two.",
});

const spShape = {
  port: port.describe("Where the SP listens inside; it is published on 127.0.0.1 at base_url's port."),
  env: stringMap.optional().describe("Environment of the SP."),
  ready: z
    .union([requestLine, z.strictObject({ log: text })])
    .describe("`GET /healthz`, or `{ log: text of a line }`."),
  timeout: z.number().positive("must be more than 0").optional().describe("Seconds until it must be ready; 60."),
};
const ownShape = {
  ...spShape,
  before: z.array(command).optional().describe("Commands that run to their end first, each in a container of its own."),
  command: command.optional().describe("Left out: the image's own."),
  mount,
  services: z.record(nameSchema, serviceSchema).optional().describe("Started first, in order; reached by their names."),
};
const imageContainer = z.strictObject({ image, ...ownShape });
const builtContainer = z.strictObject({ build, ...ownShape });
const composeContainer = z.strictObject({
  compose: z.strictObject({ file: oneOrMany(text), service: text.describe("Which of its services is the SP.") }),
  ...spShape,
});
type WrittenContainer =
  z.infer<typeof imageContainer> | z.infer<typeof builtContainer> | z.infer<typeof composeContainer>;

export const containerSchema = keyed<WrittenContainer>({
  what: "a container",
  schemas: { image: imageContainer, build: builtContainer, compose: composeContainer },
  cure: "Keep one of them.",
});

export function buildContainer(written: WrittenContainer): Container {
  const { port, env = {}, ready, timeout = 60 } = written;
  const common = {
    port,
    env,
    ready: typeof ready === "string" ? { request: toRequestLine(ready) } : ready,
    timeout,
  };
  if ("compose" in written) {
    const { file, service } = written.compose;
    const source: ComposeSource = { kind: "compose", files: many(file), service };
    return { source, ...common, before: [], mount: {}, services: [] };
  }
  const { before = [], command, mount = {}, services = {} } = written;
  return {
    source: sourceOf(written),
    ...common,
    before,
    mount,
    services: Object.entries(services).map(([name, service]) => serviceOf(name, service)),
    ...defined({ command }),
  };
}

function serviceOf(name: string, written: WrittenService): Service {
  const { port, command, env = {}, mount = {}, ready } = written;
  const more = defined({ port, command, ready: ready === undefined ? undefined : readyOf(ready) });
  return { name, source: sourceOf(written), env, mount, ...more };
}

function readyOf(written: NonNullable<WrittenService["ready"]>): ServiceReady {
  if (typeof written === "string") return { request: toRequestLine(written) };
  return "log" in written ? { log: written.log, times: written.times ?? 1 } : written;
}

function sourceOf(written: { readonly image: string } | { readonly build: z.infer<typeof build> }): ImageSource {
  if ("image" in written) return { kind: "image", image: written.image };
  const {
    context = ".",
    dockerfile = "Dockerfile",
    args = {},
    target,
  } = typeof written.build === "string" ? { context: written.build } : written.build;
  return { kind: "build", context, dockerfile, args, ...defined({ target }) };
}
