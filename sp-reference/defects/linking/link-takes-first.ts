import { deciding, type Defect } from "../defect.ts";

export const linkTakesFirst: Defect = {
  id: "link-takes-first",
  description: "Links to the first account that has the address: SELECT ... WHERE email = ? LIMIT 1.",
  spoil: deciding((sound) => ({
    match: (situation) =>
      sound.match({ ...situation, found: { ...situation.found, byEmail: situation.found.byEmail.slice(0, 1) } }),
  })),
};
