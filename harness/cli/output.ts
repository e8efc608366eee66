import type { WriteStream } from "node:tty";
import type { Output } from "../report/index.ts";

/** A stream of the process, and the door that no secret leaves by; colours as https://no-color.org asks, or forced by FORCE_COLOR. */
export function createOutput(
  stream: NodeJS.WriteStream,
  env: { readonly [name: string]: string | undefined },
  clean: (text: string) => string,
): Output {
  const isTTY = stream.isTTY && env["TERM"] !== "dumb";
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "" && env["FORCE_COLOR"] !== "0";
  const refused = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return {
    isTTY,
    colors: !refused && (isTTY || forced),
    get columns() {
      return width(stream);
    },
    clean,
    ...(isObeyed(env)
      ? {
          write: (text: string) => void stream.write(disarmed(clean(text))),
          command: (text: string) => void stream.write(clean(text)),
        }
      : { write: (text: string) => void stream.write(clean(text)) }),
  };
}

function width(stream: Partial<Pick<WriteStream, "columns">>): number {
  return stream.columns ?? 100;
}

/** Whether what is printed is read by a runner that obeys lines of it. */
function isObeyed(env: { readonly [name: string]: string | undefined }): boolean {
  return env["GITHUB_ACTIONS"] === "true";
}

/** A workflow command stands at the beginning of a line, or, in its older form, anywhere in it. */
function disarmed(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1: ").replace(/##(?=\[)/g, "# # ");
}
