import type { Connection } from "../../config/model.ts";
import { mapping, type Defect } from "../defect.ts";

export const mappingReadOnce: Defect = {
  id: "mapping-read-once",
  description:
    "Keeps the names of attributes from a connection's first sign-in: cache[connection.name] ??= names(connection).",
  spoil: (workings, app) => {
    const kept = new Map<string, Connection["attributes"]>();
    return mapping(({ names }) => ({
      names: (connection) => {
        const known = kept.get(connection.name) ?? names(connection);
        kept.set(connection.name, known);
        return known;
      },
    }))(workings, app);
  },
};
