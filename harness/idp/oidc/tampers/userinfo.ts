import type { Doings } from "./tamper.ts";

export const userinfo: Doings<"userinfo"> = {
  "wrong-userinfo-subject": (told) => ({ ...told, sub: `${String(told["sub"])}-other` }),
};
