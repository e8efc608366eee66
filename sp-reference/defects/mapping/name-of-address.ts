import { mapping, type Defect } from "../defect.ts";

export const nameOfAddress: Defect = {
  id: "name-of-address",
  description: "Shows people by their address, which everybody has, and reads no name that the IdP sends.",
  spoil: mapping(({ names }) => ({
    names: (connection) => {
      const { email, ...others } = names(connection);
      return email === undefined ? others : { ...others, email, name: email };
    },
  })),
};
