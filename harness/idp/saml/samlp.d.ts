/** samlp 8 brings no types: the one function that is used of it. */
declare module "samlp" {
  export interface SamlResponseOptions {
    readonly issuer: string;
    readonly audience: string;
    readonly recipient: string;
    readonly destination: string;
    readonly inResponseTo?: string | undefined;
    readonly lifetimeInSeconds: number;
    readonly sessionIndex: string;
    readonly authnContextClassRef: string;
    readonly signAssertion: boolean;
    readonly signResponse: boolean;
    readonly profileMapper: (user: unknown) => {
      getClaims(): Record<string, unknown> | undefined;
      getNameIdentifier(): { nameIdentifier: string; nameIdentifierFormat: string };
    };
  }

  /** Calls back with the XML of a Response. */
  function getSamlResponse(
    options: SamlResponseOptions,
    user: unknown,
    callback: (error: Error | null, xml?: string) => void,
  ): void;

  const samlp: { readonly getSamlResponse: typeof getSamlResponse };
  export default samlp;
}
