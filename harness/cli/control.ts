import { InvalidArgumentError, Option } from "commander";
import { JitterbugError } from "../errors.ts";
import type { ControlOptions } from "../run/index.ts";
import type { CommandContext } from "./command.ts";

/** Holds the token of the control, where it is not to be kept in a file. */
export const TOKEN_VARIABLE = "JITTERBUG_CONTROL_TOKEN";

export function controlOption(): Option {
  return new Option(
    "--control <port>",
    "let tests say who signs in, on this port of 127.0.0.1; 0 for a free one",
  ).argParser((text) => {
    const port = Number(text);
    if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
    throw new InvalidArgumentError("It is a port: a number up to 65535.");
  });
}

/** Throws ERR_USAGE for a token that could be guessed, or that no header can carry. */
export function controlOf(port: number | undefined, { env, vault }: CommandContext["io"]): ControlOptions | undefined {
  if (port === undefined) return undefined;
  const token = env[TOKEN_VARIABLE];
  if (token === undefined || token === "") return { port };
  if (!/^[\x21-\x7e]{16,}$/.test(token)) {
    throw new JitterbugError("ERR_USAGE", `${TOKEN_VARIABLE} is no token`, {
      hint: "16 characters or more of ASCII, without spaces.",
    });
  }
  vault.learn([token]);
  return { port, token };
}
