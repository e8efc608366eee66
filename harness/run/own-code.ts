export type { CallContext, HoldsAnswer, HoldsContext, OwnCodeContext } from "../drive/own-code-context.ts";
