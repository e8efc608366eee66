import { defined } from "../../../defined.ts";
import type { PeopleDirectory } from "../../mount.ts";
import type { AuthnRequest } from "../request/parse.ts";
import type { Reply } from "../response/reply.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { contextFor } from "./context.ts";
import { askedFormat, formatFor } from "./format.ts";
import { meantBy } from "./subject.ts";

/** What a request has a say in: of the answer, and of who may sign in. */
export interface Honoured {
  readonly reply: Pick<Reply, "nameIdFormat" | "mayCreate" | "authnContextClassRef">;
  /** The key of the only person who may sign in. */
  readonly only?: string;
}

/**
 * What the connection follows of a request that fits it (SAML Core 3.4.1), found before anybody is asked.
 * @throws {Unmet} where it follows something that nobody's sign-in could meet
 */
export function honour(request: AuthnRequest, spec: KnownSpec, people: PeopleDirectory): Honoured {
  const { nameIdPolicy: policy, subject, contexts } = request;
  const follows = (what: NonNullable<KnownSpec["honours"]>[number]): boolean => spec.honours?.includes(what) === true;
  const named = subject !== undefined && follows("subject") ? subject : undefined;
  return {
    reply: defined({
      nameIdFormat: formatFor(policy, spec) ?? askedFormat(named?.format),
      mayCreate: policy === undefined || !follows("allow_create") ? undefined : policy.allowCreate,
      authnContextClassRef: contextFor(contexts, spec.authn_contexts),
    }),
    ...defined({ only: named === undefined ? undefined : meantBy(named, spec, people) }),
  };
}
