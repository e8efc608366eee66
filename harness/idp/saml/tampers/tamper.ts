import type { Document } from "@xmldom/xmldom";
import type { SamlSpec } from "../../port.ts";

/** What a tamper may need to know beside the Response itself. */
interface TamperContext {
  readonly spec: SamlSpec;
  /** The tamper's own parameters, as the scenario wrote them. */
  readonly parameters: { readonly [name: string]: unknown };
}

/** A named corruption of a Response. The edit is made on the unsigned document, which is then signed again. */
export interface SamlTamper {
  edit(response: Document, context: TamperContext): void;
}
