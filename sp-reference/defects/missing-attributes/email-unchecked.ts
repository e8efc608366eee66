import { deciding, both, mapping, type Defect } from "../defect.ts";

export const emailUnchecked: Defect = {
  id: "email-unchecked",
  description: "Takes any text for an address, and looks at its domain only where it has an @.",
  spoil: both(
    mapping((sound) => ({ email: (raw) => sound.text(raw) })),
    deciding((sound) => ({
      domain: (situation, account) => (situation.claims.email?.includes("@") ? sound.domain(situation, account) : null),
    })),
  ),
};
