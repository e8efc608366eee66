import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import type { ImageSource } from "../../scenario/model/index.ts";
import { startChild, type Environment } from "../launch/child.ts";
import { refusalOf, type Engine } from "./engine.ts";

export interface ImageOptions {
  readonly engine: Engine;
  /** Relative paths start here. */
  readonly dir: string;
  /** What a built image is named by: `acme-app`. */
  readonly name: string;
  readonly environment: Environment;
  readonly onPhase: (text: string) => void;
  readonly onLine: (line: string) => void;
}

const SHOWN_LINES = 40;
/** A pull says nothing for so long at most. */
const STILL_MS = 15_000;

/** Pulls an image where the engine has it not, or builds it; tells its id. Throws ERR_CONTAINER. */
export async function imageOf(source: ImageSource, options: ImageOptions): Promise<string> {
  return source.kind === "image" ? pulled(source.image, options) : built(source, options);
}

async function pulled(image: string, { engine, onPhase }: ImageOptions): Promise<string> {
  const there = await idOf(engine, image);
  if (there !== null) return there;
  onPhase(`pulling ${image}`);
  const started = Date.now();
  const still = setInterval(() => {
    onPhase(`still pulling ${image} (${Math.round((Date.now() - started) / 1_000)} s)`);
  }, STILL_MS);
  let said = "";
  try {
    const { ImageName } = await import("testcontainers");
    await engine.image.pull(ImageName.fromString(image));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    said = `: ${refusal.message}`;
  } finally {
    clearInterval(still);
  }
  const id = await idOf(engine, image);
  if (id !== null) return id;
  throw new JitterbugError("ERR_CONTAINER", `the image ${image} is not on this machine and cannot be pulled${said}`, {
    hint: `see what \`docker pull ${image}\` says; a private registry needs \`docker login\` first`,
  });
}

async function idOf({ container: { dockerode } }: Engine, image: string): Promise<string | null> {
  try {
    return (await dockerode.getImage(image).inspect()).Id;
  } catch (error) {
    if (refusalOf(error)?.status === 404) return null;
    throw error;
  }
}

/**
 * By the `docker` command, since it is what the Dockerfile is written for: its builder, its .dockerignore rules, its
 * registries' passwords; and it says what failed.
 */
async function built(
  { context, dockerfile, args, target }: Extract<ImageSource, { kind: "build" }>,
  { dir, name, environment, onPhase, onLine }: ImageOptions,
): Promise<string> {
  onPhase(`building the image of ${name}`);
  const folder = pathFrom(dir, context);
  const made = mkdtempSync(join(tmpdir(), "jitterbug-image-"));
  const idFile = join(made, "id");
  const command = [
    "docker",
    "build",
    "--force-rm",
    `--tag=jitterbug/${name.toLowerCase()}`,
    `--iidfile=${idFile}`,
    `--file=${pathFrom(folder, dockerfile)}`,
    ...Object.entries(args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    ...(target === undefined ? [] : ["--target", target]),
    folder,
  ];
  const child = startChild(command, { cwd: dir, env: environment, onLine });
  try {
    await child.ended;
    if (child.succeeded) return readFileSync(idFile, "utf8").trim();
    throw new JitterbugError("ERR_CONTAINER", `the image of ${name} cannot be built: ${child.status}`, {
      hint: `run it by hand: \`docker build --file ${dockerfile} .\` in ${folder}`,
      output: child.output.last(SHOWN_LINES),
    });
  } finally {
    await child.end();
    rmSync(made, { recursive: true, force: true });
  }
}
