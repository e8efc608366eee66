import { randomBytes } from "node:crypto";
import { JitterbugError } from "../errors.ts";
import type { Reporter } from "../report/events.ts";
import { defined } from "../defined.ts";
import { shapedBy } from "../scenario/index.ts";
import type { Target } from "../scenario/model/index.ts";
import { defectVariable } from "../run/list-defects.ts";
import { VENDORS } from "../run/vendors.ts";
import { startDemo, type Demo, type DemoOptions } from "../run/demo.ts";
import { Console } from "./console.ts";
import type { ConsoleOptions, Otherwise, Side } from "./options.ts";
import { serve, type Serving } from "./server.ts";
import { WatchedRun } from "./watched-run.ts";

export interface OpenConsoleOptions
  extends
    Omit<DemoOptions, "onExchange" | "onOwn" | "vault">,
    Pick<ConsoleOptions, "defects" | "aboutDefects" | "savePerson" | "peopleFile" | "vault" | "shelf" | "jobs"> {
  /** Beside the sound SP from the start. */
  readonly defect?: string;
  /** The vendor in whose shape all connections are that name none. */
  readonly profile?: string;
  /** The target as it is read in a vendor's shape. */
  readonly inShape: (profile: string) => Target;
}

export interface OpenConsole extends Demo {
  /** The address to open, with the token in it. */
  readonly console: string;
  readonly page: Console;
  /** The SP beside it from the start; null: there is none. */
  readonly beside: { readonly label: string; readonly url: string } | null;
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
  const {
    defect,
    profile: shape,
    defects,
    aboutDefects,
    inShape,
    savePerson,
    peopleFile,
    vault,
    shelf,
    jobs,
    onSignIn,
    ...demo
  } = options;
  const starting: { page?: Console } = {};
  const begin = async (label: string, otherwise: Otherwise, more: Partial<DemoOptions>) => {
    const side: { started?: Side } = {};
    const started = await startDemo({
      ...demo,
      ...more,
      vault,
      onExchange: ({ by, request, response, messages }) =>
        starting.page?.hop(label, {
          by,
          method: request.method,
          // A login's handle is as good as the login.
          path: vault.printed(pathOf(request.url)),
          status: response?.status ?? null,
          messages: messages.map(({ kind }) => kind),
        }),
      onOwn: (own) => {
        if (side.started !== undefined) starting.page?.came(own, side.started);
      },
    });
    side.started = { label, ...otherwise, url: started.url, live: started.live, close: () => started.close() };
    return { started, side: side.started };
  };
  const { started, side } = await begin(demo.target.name, AS_WRITTEN, onSignIn === undefined ? {} : { onSignIn });
  const page = new Console({
    target: shape === undefined ? demo.target.name : `${demo.target.name}, its IdPs like ${titleOf(shape)}'s`,
    side,
    defects,
    ...defined({ aboutDefects }),
    once: whyOnce(demo.target),
    vendors: vendorsOf(demo.target),
    savePerson,
    peopleFile,
    vault,
    shelf,
    jobs,
    startBeside: async (otherwise) => {
      const { defect: broken, profile } = otherwise;
      const target = onceMore(profile === null ? demo.target : inShape(profile));
      const env = broken === null ? demo.env : { ...demo.env, [defectVariable(target)]: broken };
      const { window: _, ...headless } = demo;
      const more = { ...headless, target, ...defined({ env }), stateDir: null };
      return (await begin(labelOf(otherwise), otherwise, more)).side;
    },
  });
  starting.page = page;
  const close = async () => {
    await page.close();
    await started.close();
  };
  try {
    await started.live.ready();
    const second = defect === undefined ? null : await page.putBeside({ defect, profile: null });
    const serving = await serve(newToken(), page);
    return {
      ...started,
      console: serving.url,
      page,
      beside: second === null ? null : { label: second.label, url: second.url },
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

const AS_WRITTEN: Otherwise = { defect: null, profile: null };

function labelOf({ defect, profile }: Otherwise): string {
  return [defect, profile === null ? null : titleOf(profile)].filter((one) => one !== null).join(", ");
}

function titleOf(profile: string): string {
  return VENDORS.find(([name]) => name === profile)?.[1] ?? profile;
}

/** Those that make a difference to some connection; none where the SP cannot run twice. */
function vendorsOf(target: Target): ConsoleOptions["vendors"] {
  return whyOnce(target) === null ? VENDORS.filter(([name]) => shapedBy(target, name).length > 0) : [];
}

function whyOnce({ start, base_url }: Target): string | null {
  if (start === undefined) return "A target file that has `start` can be started beside itself.";
  return base_url.includes("{{port}}") ? null : "Write `{{port}}` in `base_url`: then a second one can run beside it.";
}

/** The target as it can run a second time beside itself. Throws ERR_USAGE where it cannot. */
function onceMore(target: Target): Target {
  const hint = whyOnce(target);
  if (hint !== null) throw new JitterbugError("ERR_USAGE", `${target.name} cannot run twice`, { hint });
  const { listen: _, ...idps } = target.idps;
  return { ...target, idps };
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? "";
}
