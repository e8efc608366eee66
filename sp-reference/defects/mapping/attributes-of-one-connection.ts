import type { Connection } from "../../config/model.ts";
import { mapping, type Defect } from "../defect.ts";

export const attributesOfOneConnection: Defect = {
  id: "attributes-of-one-connection",
  description: "Reads the names of attributes once for each protocol, from the connection that is used first.",
  spoil: (workings, app) => {
    const first = new Map<Connection["protocol"], Connection["attributes"]>();
    return mapping(({ names }) => ({
      names: (connection) => {
        const known = first.get(connection.protocol) ?? names(connection);
        first.set(connection.protocol, known);
        return known;
      },
    }))(workings, app);
  },
};
