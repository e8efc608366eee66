/** By this name containers reach the machine that they run on. */
export const HOST_NAME = "host.docker.internal";
