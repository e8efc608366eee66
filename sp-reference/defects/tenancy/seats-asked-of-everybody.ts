import { deciding, type Defect } from "../defect.ts";

export const seatsAskedOfEverybody: Defect = {
  id: "seats-asked-of-everybody",
  description: "Asks at each sign-in whether there is a seat left, of those who have one, too.",
  spoil: deciding((sound) => ({ seat: (situation) => sound.seat(situation, null) })),
};
