import { Document, isMap, isScalar, Scalar, visit } from "yaml";
import { defined } from "../../defined.ts";
import type { AccountsDraft, ConnectionDraft, SignInDraft, TargetDraft } from "./draft.ts";

/**
 * A target file of the draft, with a line on what each part is for. Texts of the draft are values and never syntax:
 * whatever they hold, reading the file gives them back.
 */
export function writeTarget(draft: TargetDraft): string {
  const document = new Document(valueOf(draft), { version: "1.2" });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string" && /\{\{|\$\{/.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Map(_, node, path) {
      if (node.items.length > 0 && path.length > FLOW_DEPTH && node.items.every(({ value }) => isScalar(value)))
        node.flow = true;
    },
    Seq(_, node) {
      if (node.items.every((item) => isScalar(item) || (isMap(item) && item.items.length === 1))) node.flow = true;
    },
  });
  document.commentBefore = ` What Jitterbug knows of this SP. \`jitterbug doctor\` says what does not fit; every field is\n in docs/target-file.md of the package.`;
  if (isMap(document.contents)) {
    for (const pair of document.contents.items) {
      const comment = isScalar(pair.key) ? COMMENTS[String(pair.key.value)] : undefined;
      if (!isScalar(pair.key) || comment === undefined) continue;
      pair.key.commentBefore = comment;
    }
  }
  return `${document.toString({ lineWidth: 0, flowCollectionPadding: true })}${LATER}`;
}

/** Below this depth of the path, a map of plain values stands on one line. */
const FLOW_DEPTH = 5;

const COMMENTS: { readonly [key: string]: string } = {
  idps: " The mock identity providers: on another site than the SP, as in life, and at a fixed port.",
  start: " How the SP is started; take it out where it runs already. Give the variables the names that it reads.",
  connections:
    " How people come in. `jitterbug idp --print` prints what to enter at the SP for each. Where the SP knows a claim\n by another name: `claims`, or in SAML `attributes: { email: mail }`.",
  observe: " What is true afterwards: whose session it is, and which accounts there are. Nothing is written here.",
};

/** What is worth adding once the first run is done. */
const LATER = `# Later: \`policy\` declares what your SP does where the standards leave it a choice (docs/policies.md); a run
# prints the lines. \`seed\` lets the kit create, deactivate and remove accounts, which more checks need.
# \`drive\` says how a person signs out, or in with a password; \`none\` where the SP has no such thing.
# \`email_domain\` is the domain of the people's addresses, where the SP takes only some.
`;

function valueOf({ target, base_url, listen, start, connections, session, accounts }: TargetDraft): object {
  const byJson = session.account.startsWith("$");
  return {
    target,
    base_url,
    idps: { listen },
    ...(start === null
      ? {}
      : {
          start: {
            command: start.command,
            ...defined({ cwd: start.cwd }),
            ...(Object.keys(start.env).length === 0 ? {} : { env: templates(start.env) }),
            ready: start.ready,
          },
        }),
    connections: Object.fromEntries(connections.map((connection) => [connection.name, connectionOf(connection)])),
    observe: {
      session: {
        request: session.request,
        map: { account: byJson ? session.account : { selector: session.account } },
      },
      accounts: accountsOf(accounts),
    },
  };
}

function templates(env: { readonly [variable: string]: string }): object {
  return Object.fromEntries(Object.entries(env).map(([name, fact]) => [name, `{{connections.${fact}}}`]));
}

function connectionOf(connection: ConnectionDraft): object {
  const sign_in = signInOf(connection.sign_in);
  if (connection.protocol === "oidc") {
    const { client_id, client_auth, redirect_uri } = connection;
    const auth = client_auth === undefined ? {} : { client_auth };
    return { protocol: "oidc", client_id, ...auth, redirect_uris: [redirect_uri], sign_in };
  }
  const { sp } = connection;
  const party = "metadata" in sp ? { sp_metadata: sp.metadata } : { sp_entity_id: sp.entity_id, acs: sp.acs };
  return { protocol: "saml", ...party, sign_in };
}

function signInOf(sign_in: SignInDraft): unknown {
  return typeof sign_in === "string" ? sign_in : [{ open: sign_in.open }, { press: sign_in.press }];
}

function accountsOf(accounts: AccountsDraft): object {
  switch (accounts.kind) {
    case "http":
      return { http: accounts.request, ...authOf(accounts.bearer), each: accounts.each, map: accounts.map };
    case "sql":
      return { sql: accounts.database, query: accounts.query };
    case "scim":
      return { scim: accounts.base, ...authOf(accounts.bearer) };
    case "exec":
      return { exec: accounts.command, each: accounts.each, map: accounts.map };
  }
}

function authOf(bearer: string | null): object {
  return bearer === null ? {} : { auth: { bearer: `\${${bearer}}` } };
}
