import { conditionsInWords, type Expect, type World } from "../../scenario/model/index.ts";
import { expectationInWords } from "../../scenario/vocabulary/index.ts";

/** Each thing that must hold, as one sentence without its full stop. */
export function expectInWords(expect: Expect): readonly string[] {
  const remembered = expect.remember === undefined ? [] : [`(the account is called ${expect.remember} from here on)`];
  return [...expect.all.flatMap(expectationInWords), ...remembered];
}

/** `email_sync is off, jit is on or pending_approval`; empty where a row holds for every policy. */
export function whenInWords({ when, identity_key = [], roles }: World): string {
  return [
    ...conditionsInWords(identity_key.length === 0 ? when : { ...when, identity_key }),
    ...(roles === undefined ? [] : [roles === "single" ? "an account has one role" : "an account has several roles"]),
  ].join(", ");
}
