import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { SamlFacts, SamlSpec } from "../../../harness/idp/port.ts";
import type { TearDown } from "./tear-down.ts";

/** Debian's Python, which sees Debian's packages; a plain `python3` may be another one. */
const PYTHON = "/usr/bin/python3";
const PROGRAM = new URL("python_saml.py", import.meta.url).pathname;

/** Nothing listens there: what would be posted is held back, and handed over. */
const HOST = "localhost:8";
export const ACS = `http://${HOST}/acs`;
export const SLO = `http://${HOST}/slo`;
export const ENTITY_ID = "urn:witness:python-saml";

export interface SignedIn {
  readonly name_id: string;
  readonly format: string;
  readonly qualifier: string | null;
  readonly session: string;
  readonly attributes: { readonly [name: string]: readonly unknown[] };
  readonly friendly: { readonly [name: string]: readonly unknown[] };
}

interface Refused {
  readonly refused: string;
}

/** An SP on python3-saml that trusts one IdP, and wants signed what that connection signs. */
export interface PythonSp {
  login(): Promise<{ readonly url: string; readonly id: string }>;
  response(xml: string, id: string): Promise<SignedIn | Refused>;
  logout(user: SignedIn): Promise<{ readonly url: string; readonly id: string }>;
  /** What came to its logout service; `id`: of its own request, where that is answered. */
  loggedOut(url: string, id?: string): Promise<{ readonly url: string | null } | Refused>;
}

export class PythonSaml {
  readonly #ask: (question: object) => Promise<unknown>;
  readonly #key: SigningKey;

  /** One process answers every question, each by itself. */
  constructor(tearDown: TearDown, key: SigningKey) {
    const child = spawn(PYTHON, ["-I", PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.on("error", () => {}); // it is gone: the answer that does not come tells it
    tearDown.add(() => Promise.resolve(child.kill("SIGKILL")));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let before: Promise<unknown> = Promise.resolve();
    this.#key = key;
    this.#ask = (question) => {
      const asked = before.then(async () => {
        child.stdin.write(`${JSON.stringify(question)}\n`);
        const { value, done } = await lines.next();
        if (done === true) throw new Error("python3-saml ended without a word");
        return JSON.parse(value) as unknown;
      });
      before = asked.catch(() => {});
      return asked;
    };
  }

  /** Its metadata for such a connection. */
  async metadata(spec: Pick<SamlSpec, "sign" | "encrypt">): Promise<string> {
    const { xml } = (await this.#ask({ ask: "metadata", settings: this.#settings(spec) })) as { readonly xml: string };
    return xml;
  }

  sp(facts: SamlFacts, spec: Pick<SamlSpec, "sign" | "encrypt">): PythonSp {
    const settings = this.#settings(spec);
    const ask = async <Answer>(name: string, path: string, request: object, more: object = {}): Promise<Answer> =>
      (await this.#ask({
        ask: name,
        settings,
        idp_metadata: facts.metadata,
        request: { https: "off", http_host: HOST, script_name: path, get_data: {}, post_data: {}, ...request },
        ...more,
      })) as Answer;
    const encoded = (xml: string): string => Buffer.from(xml, "utf8").toString("base64");
    return {
      login: () => ask("login", "/login", {}),
      response: (xml, id) => ask("response", "/acs", { post_data: { SAMLResponse: encoded(xml) } }, { id }),
      logout: (user) => ask("logout", "/logout", {}, user),
      loggedOut: (url, id) => {
        const get_data = Object.fromEntries(new URL(url).searchParams);
        return ask("logged_out", "/slo", { get_data, query_string: new URL(url).search.slice(1) }, { id });
      },
    };
  }

  #settings({ sign, encrypt }: Pick<SamlSpec, "sign" | "encrypt">): object {
    return {
      sp: {
        entityId: ENTITY_ID,
        assertionConsumerService: { url: ACS },
        singleLogoutService: { url: SLO },
        x509cert: this.#key.certificatePem,
        privateKey: this.#key.privateKeyPem,
      },
      security: {
        authnRequestsSigned: true,
        logoutRequestSigned: true,
        logoutResponseSigned: true,
        requestedAuthnContext: false,
        rejectDeprecatedAlgorithm: true,
        signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
        wantAssertionsSigned: sign !== "response",
        wantMessagesSigned: sign !== "assertion",
        wantAssertionsEncrypted: encrypt !== undefined,
      },
    };
  }
}
