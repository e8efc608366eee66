import { ComposeLaunch } from "../container/compose.ts";
import { ContainerLaunch } from "../container/launch.ts";
import type { ContainerNetwork } from "../container/network.ts";
import { CommandLaunch } from "./launch.ts";
import type { Launch, LaunchOptions } from "./port.ts";

/** How a target's SP is started; `network` is for one that runs in a container. */
export function launchOf({
  network,
  ...options
}: LaunchOptions & { readonly network?: ContainerNetwork | undefined }): Launch {
  const { container } = options.target;
  if (container === undefined) return new CommandLaunch(options);
  if (network === undefined) throw new TypeError("a target that runs in a container needs a network");
  const { source } = container;
  return source.kind === "compose"
    ? new ComposeLaunch({ ...options, network, container: { ...container, source } })
    : new ContainerLaunch({ ...options, network, container: { ...container, source } });
}
