import { mapping, type Defect } from "../defect.ts";

const OF_MORE_PARTS = /^[A-Z]\w+(?:\/\w+){2,}$/;

export const zonesOfTwoParts: Defect = {
  id: "zones-of-two-parts",
  description: "Takes a time zone for one by the form Area/City, which some in America have not.",
  spoil: mapping(({ attribute }) => ({
    attribute: (raw) => {
      const value = attribute(raw);
      return typeof value === "string" && OF_MORE_PARTS.test(value) ? null : value;
    },
  })),
};
