import { relative } from "node:path";
import { visible } from "../report/index.ts";
import type { Style } from "../report/index.ts";
import type { ConnectionSetup } from "../run/index.ts";
import { setupFields, type SetupField } from "../run/setup-fields.ts";

export interface SetupOptions {
  readonly style: Style;
  /** Else it is hidden, because logs are kept and shared. */
  readonly secrets: boolean;
  /** Whole certificates; else fingerprints alone. */
  readonly certificates: boolean;
  /** Connection -> its metadata as a file that was written. */
  readonly files: ReadonlyMap<string, string>;
  readonly cwd: string;
}

/** Stands for a secret that is not shown. */
const HIDDEN = "(hidden: --show-secrets shows it)";

/** The IdPs have a name that the kit's own browsers are told, and a person's are not. */
export function unknownHostLine(host: string): string {
  return `For a browser of your own, the hosts file needs the line "127.0.0.1 ${host}".`;
}

/** One connection: what to enter at the SP, what the file says of the SP, and what is sent, in the words of both sides. */
export function setupLines(setup: ConnectionSetup, options: SetupOptions): readonly string[] {
  const { style, secrets, files, cwd } = options;
  const file = files.get(setup.name);
  const { title, enter, here, sent } = setupFields(setup, {
    ...(secrets ? {} : { hidden: HIDDEN }),
    ...(file === undefined ? {} : { metadataFile: relative(cwd, file) }),
  });
  const width = Math.max(...[...enter.fields, ...here.fields, ...sent.fields].map(([label]) => label.length));
  const part = (heading: string, fields: readonly SetupField[]): readonly string[] => [
    style("dim", `  ${heading}`),
    ...fields.map(([label, value]) => `    ${label.padEnd(width)}  ${visible(value)}`),
  ];
  const pem = setup.protocol === "saml" && options.certificates ? setup.idp.certificate.trim().split("\n") : [];
  return [
    `${style("bold", visible(setup.name))}  ${style("dim", setup.protocol)}${title === undefined ? "" : `  ${title}`}`,
    ...part(enter.heading, enter.fields),
    // Not indented, so that it can be pasted as it is.
    ...pem.map(visible),
    ...part(here.heading, here.fields),
    ...part(sent.heading, sent.fields),
    "",
  ];
}

/** What `--show-secrets` shows. */
export function clientSecrets(setups: readonly ConnectionSetup[]): readonly string[] {
  return setups.flatMap((setup) => (setup.protocol === "oidc" ? [setup.idp.client_secret] : []));
}

/** The same for a script, without secrets unless they are wanted. */
export function setupDocument(setups: readonly ConnectionSetup[], secrets: boolean): object {
  return {
    connections: setups.map((setup) =>
      setup.protocol === "saml" || secrets || setup.idp.client_secret === ""
        ? setup
        : { ...setup, idp: { ...setup.idp, client_secret: null } },
    ),
  };
}
