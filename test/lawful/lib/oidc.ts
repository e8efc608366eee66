import * as client from "openid-client";
import { Once } from "./once.ts";
import { Refused } from "./web.ts";

interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Left out: what the ID token says is all that is asked for. */
  readonly userInfo?: { readonly anySubject: boolean };
}

interface Pending {
  /** The browser that began, by a cookie that no other has. */
  readonly browser: string;
  readonly nonce: string;
  readonly verifier: string;
}

type Claims = { readonly iss: string; readonly sub: string; readonly [claim: string]: unknown };

/**
 * One issuer: authorization code with PKCE, state and nonce, bound to the browser that began; the ID token's signature
 * is checked although TLS would do (OpenID Connect Core 3.1.3.7, item 6).
 */
export class OidcLogin {
  readonly #registration: Registration;
  readonly #pending = new Once<Pending>();
  #discovered: Promise<client.Configuration> | null = null;

  constructor(registration: Registration) {
    this.#registration = registration;
  }

  /** The address to send the browser to. */
  async begin(browser: string, more: { readonly [parameter: string]: string } = {}): Promise<string> {
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    const config = await this.#config();
    this.#pending.put(state, { browser, nonce, verifier });
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: this.#registration.redirectUri,
      scope: "openid email profile groups",
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...more,
    });
    return url.href;
  }

  /** The verified claims of the person who comes back. Throws Refused. */
  async finish(url: URL, browser: string | null): Promise<Claims> {
    const state = url.searchParams.get("state") ?? "";
    const pending = this.#pending.take(state);
    if (pending === undefined || pending.browser !== browser)
      throw new Refused("This sign-in is over, or it began in another browser. Please start again.", 400);
    try {
      const tokens = await client.authorizationCodeGrant(await this.#config(), url, {
        expectedState: state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || claims.sub.trim() === "") throw new Refused("Your sign-in does not say who you are.");
      return { ...claims, ...(await this.#userInfo(tokens.access_token, claims.sub)) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (error instanceof client.AuthorizationResponseError)
        throw new Refused(`Your identity provider did not sign you in: ${error.error}.`);
      throw new Refused("The answer of your identity provider could not be verified.");
    }
  }

  /** What is said beside the ID token, where it is asked for, in time; nothing of it may be about somebody else. */
  async #userInfo(token: string, subject: string): Promise<{ readonly [claim: string]: unknown }> {
    const { userInfo } = this.#registration;
    if (userInfo === undefined) return {};
    try {
      const expected = userInfo.anySubject ? client.skipSubjectCheck : subject;
      return await client.fetchUserInfo(await this.#config(), token, expected);
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED") throw new Refused("That is said of somebody else.");
      const status = code === "OAUTH_TIMEOUT" ? 504 : 502;
      throw new Refused("Your identity provider does not answer. Please try again in a minute.", status);
    }
  }

  /** A failure to reach the issuer is not remembered, nor are its keys: they are read at each sign-in. */
  async #config(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#registration;
    const authentication = client.ClientSecretBasic(clientSecret);
    const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks];
    this.#discovered ??= client.discovery(new URL(issuer), clientId, undefined, authentication, {
      execute,
      timeout: 5,
    });
    try {
      const metadata = (await this.#discovered).serverMetadata();
      const config = new client.Configuration(metadata, clientId, undefined, authentication);
      config.timeout = 5;
      for (const apply of execute) apply(config);
      return config;
    } catch {
      this.#discovered = null;
      throw new Refused("Your identity provider cannot be reached. Please try again in a minute.", 503);
    }
  }
}
