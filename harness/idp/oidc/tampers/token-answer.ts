import type { Doings } from "./tamper.ts";

export const tokenAnswer: Doings<"token-answer"> = {
  "missing-id-token": ({ id_token: _token, ...rest }) => rest,
};
