import type { WriteStream } from "node:tty";
import type { Output } from "../report/index.ts";

/** A stream of the process; colours as https://no-color.org asks, or forced by FORCE_COLOR. */
export function createOutput(stream: NodeJS.WriteStream, env: { readonly [name: string]: string | undefined }): Output {
  const isTTY = stream.isTTY && env["TERM"] !== "dumb";
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "" && env["FORCE_COLOR"] !== "0";
  const refused = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return {
    isTTY,
    colors: !refused && (isTTY || forced),
    get columns() {
      return width(stream);
    },
    write: (text) => void stream.write(text),
  };
}

function width(stream: Partial<Pick<WriteStream, "columns">>): number {
  return stream.columns ?? 100;
}
