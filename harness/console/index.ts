import { randomBytes } from "node:crypto";
import { JitterbugError } from "../errors.ts";
import type { Reporter } from "../report/events.ts";
import type { Target } from "../scenario/model/index.ts";
import { startDemo, type Demo, type DemoOptions } from "../run/demo.ts";
import { Console } from "./console.ts";
import type { ConsoleOptions, Side } from "./options.ts";
import { serve, type Serving } from "./server.ts";
import { WatchedRun } from "./watched-run.ts";

export interface OpenConsoleOptions
  extends
    Omit<DemoOptions, "onExchange" | "onOwn" | "vault">,
    Pick<ConsoleOptions, "defects" | "savePerson" | "peopleFile" | "vault" | "shelf" | "jobs"> {
  /** Beside the sound SP from the start. */
  readonly defect?: string;
}

export interface OpenConsole extends Demo {
  /** The address to open, with the token in it. */
  readonly console: string;
  readonly page: Console;
}

/** A page to look on at a run that goes on elsewhere: it hears of it as a reporter does. */
export async function openWatch(version: string): Promise<Serving & { readonly reporter: Reporter }> {
  const watched = new WatchedRun(version);
  return { ...(await serve(newToken(), watched, "watch.html")), reporter: watched };
}

/** What only the address that was printed has. */
function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Starts the IdPs and the SP, and the page on which people are signed in and seen to sign in. */
export async function openConsole(options: OpenConsoleOptions): Promise<OpenConsole> {
  const { defect, defects, savePerson, peopleFile, vault, shelf, jobs, onSignIn, ...demo } = options;
  const starting: { page?: Console } = {};
  const begin = async (label: string, broken: string | null, more: Partial<DemoOptions>) => {
    const side: { started?: Side } = {};
    const started = await startDemo({
      ...demo,
      ...more,
      vault,
      onExchange: ({ by, request, response, messages }) =>
        starting.page?.hop(label, {
          by,
          method: request.method,
          path: pathOf(request.url),
          status: response?.status ?? null,
          messages: messages.map(({ kind }) => kind),
        }),
      onOwn: (own) => {
        if (side.started !== undefined) starting.page?.came(own, side.started);
      },
    });
    side.started = { label, defect: broken, url: started.url, live: started.live, close: () => started.close() };
    return { started, side: side.started };
  };
  const { started, side } = await begin(
    defect === undefined ? demo.target.name : "sound",
    null,
    onSignIn === undefined ? {} : { onSignIn },
  );
  const page = new Console({
    target: demo.target.name,
    side,
    defects,
    savePerson,
    peopleFile,
    vault,
    shelf,
    jobs,
    startBeside: async (id) => {
      const broken = brokenTarget(demo.target);
      const env = { ...demo.env, [broken.variable]: id };
      const { window: _, ...headless } = demo;
      return (await begin(id, id, { ...headless, target: broken.target, env, stateDir: null })).side;
    },
  });
  starting.page = page;
  const close = async () => {
    await page.close();
    await started.close();
  };
  try {
    await started.live.ready();
    if (defect !== undefined) await page.putBeside(defect);
    const serving = await serve(newToken(), page);
    return {
      ...started,
      console: serving.url,
      page,
      close: async () => {
        await serving.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The target as it can run a second time beside itself. Throws ERR_USAGE where it cannot. */
function brokenTarget(target: Target): { readonly target: Target; readonly variable: string } {
  const variable = target.defects?.env;
  if (variable === undefined || target.start === undefined)
    throw new JitterbugError("ERR_USAGE", `${target.name} declares no defects`, {
      hint: "A target file that has `start` and `defects` can be started broken.",
    });
  if (!target.base_url.includes("{{port}}"))
    throw new JitterbugError("ERR_USAGE", "the SP cannot run twice at one port", {
      hint: "Write `{{port}}` in `base_url`: then a broken one can run beside it.",
    });
  const { listen: _, ...idps } = target.idps;
  return { target: { ...target, idps }, variable };
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? "";
}
