import type { ToldSp } from "../idp/port.ts";
import type { Person, Target } from "../scenario/model/index.ts";
import { callsOf, openControl, type ControlCalls, type ControlOptions, type OpenControl } from "./control.ts";
import { bound, keptSessions, openIdps, placeFor } from "./open-idps.ts";
import { admitPeople } from "./people.ts";
import { setupsOf, type ConnectionSetup } from "./setup.ts";
import { holding } from "./teardown.ts";
import { unknownHost } from "./unknown-host.ts";

/** Something that was started for a person and stays until it is closed. */
export interface Running {
  /** The host of the IdPs, where a person's own browser does not find it. */
  readonly unknownHost: string | null;
  close(): Promise<void>;
}

export interface RunningIdps extends Running {
  readonly setups: readonly ConnectionSetup[];
  readonly control: OpenControl | null;
  /** The same for the process that started them. */
  readonly calls: ControlCalls;
  /** In the place of those before; who is not among them any more is forgotten. */
  replacePeople(people: readonly Person[]): void;
}

export interface IdpsForOptions {
  readonly target: Target;
  /** Where keys and secrets are kept; null: nowhere. */
  readonly stateDir: string | null;
  readonly people: readonly Person[];
  /** Whoever asks is this person, without the login page. */
  readonly as?: string;
  /** Who was told of a sign-out by the back channel, and what came of it. */
  readonly onLogout?: (told: readonly ToldSp[]) => void;
  /** Tests may say who signs in. */
  readonly control?: ControlOptions;
}

/** Starts only the IdPs of a target, to develop an SP against them. */
export function startIdpsFor({
  people,
  as,
  control: wanted,
  onLogout,
  ...options
}: IdpsForOptions): Promise<RunningIdps> {
  return holding(async (teardown, close) => {
    const { target } = await bound(options.target);
    const network = target.container === undefined ? undefined : { gateway: await gatewayOfHost() };
    const idps = await openIdps(
      target,
      options,
      { ...placeFor(target, network), ...keptSessions(target), onLogout },
      teardown,
    );
    admitPeople(idps, target, people);
    idps.always(as);
    const control = wanted === undefined ? null : await openControl(idps, target, options.stateDir, wanted);
    if (control !== null) teardown.add(() => control.close());
    let known = people;
    return {
      setups: await setupsOf(target, idps),
      unknownHost: await unknownHost(idps.origin),
      control,
      calls: callsOf(idps, target),
      replacePeople(next) {
        const gone = known.filter(({ name }) => next.every((person) => person.name !== name));
        for (const { name } of gone) for (const connection of target.connections) idps.dismiss(connection.name, name);
        admitPeople(idps, target, next);
        known = next;
      },
      close,
    };
  });
}

/** The container engine's library is loaded only where one is asked. */
async function gatewayOfHost(): Promise<string | null> {
  const { hostGateway } = await import("../sp/container/gateway.ts");
  return hostGateway();
}
