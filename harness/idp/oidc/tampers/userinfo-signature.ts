import { decoded, encoded } from "../sign.ts";
import type { Claims, Compact, Doings, Use } from "./tamper.ts";
import { renamed } from "./userinfo.ts";

type Parts = Pick<Compact, "header" | "payload">;

export const userinfoSignature: Doings<"userinfo-signature"> = {
  "userinfo-for-another": (token, use) => signed(token, { aud: use.parameters["audience"] }, use),
  "userinfo-of-another": (token, use) => signed(token, { iss: use.parameters["issuer"] }, use),
  "userinfo-foreign-key": async (token, { signAsStranger }) => {
    const parts = changed(token);
    return { ...parts, signature: await signAsStranger(parts) };
  },
  "userinfo-altered-after-signing": (token) => ({ ...token, ...changed(token) }),
  "userinfo-alg-none": (token) => ({
    ...changed(token),
    header: encoded({ ...decoded(token.header), alg: "none" }),
    signature: "",
  }),
  // As an answer that is not signed: it names neither issuer nor client.
  "userinfo-as-json": ({ payload }) => {
    const { iss: _iss, aud: _aud, ...rest } = renamed(decoded(payload));
    return { json: rest };
  },
};

function changed({ header, payload }: Parts, other: Claims = {}): Parts {
  return { header, payload: encoded({ ...renamed(decoded(payload)), ...other }) };
}

async function signed(token: Parts, other: Claims, { signAgain }: Use): Promise<Compact> {
  const parts = changed(token, other);
  return { ...parts, signature: await signAgain(parts) };
}
