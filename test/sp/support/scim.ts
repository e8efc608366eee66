import express from "express";
import { Resources, Types } from "scimmy";
import { SCIMMYRouters } from "scimmy-routers";

/** A resource as SCIM's JSON has it. */
export interface Resource {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

export interface ScimStore {
  users: readonly Resource[];
  groups: readonly Resource[];
}

/** SCIMMY keeps its declarations for the whole process: they read whatever store is the present one. */
let store: ScimStore = { users: [], groups: [] };
interface Wanted {
  readonly id?: string;
  readonly filter?: { match(all: readonly Resource[]): Resource[] };
}
const read = (kind: keyof ScimStore) => (resource: Wanted) => {
  const all = store[kind];
  if (resource.id === undefined) return resource.filter?.match(all) ?? [...all];
  const found = all.find(({ id }) => id === resource.id);
  if (found === undefined) throw new Types.Error(404, "", `no resource ${resource.id}`);
  return found;
};
const write = (resource: Wanted, instance: Readonly<Record<string, unknown>>) => {
  const made = { ...instance, id: resource.id ?? `u${store.users.length + 1}` };
  store.users = [...store.users.filter(({ id }) => id !== made.id), made];
  return made;
};
const remove = (resource: Wanted) => {
  store.users = store.users.filter(({ id }) => id !== resource.id);
};
Resources.declare(Resources.User)
  .egress(read("users") as never)
  .ingress(write as never)
  .degress(remove as never);
Resources.declare(Resources.Group).egress(read("groups") as never);

export const TOKEN = "scim-t0ken";

/** A SCIM server by the library SCIMMY, below /scim/v2; who shows no TOKEN is refused. */
export function scimServer(resources: ScimStore): express.Express {
  store = resources;
  const app = express();
  const routers = new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
      if (request.header("authorization") !== `Bearer ${TOKEN}`) throw new Error("who are you?");
      return "kit";
    },
  });
  // The routers turn startIndex and count into numbers in place, which Express 5 forgets: it reads the query anew.
  app.use((req, _res, next) => {
    Object.defineProperty(req, "query", { value: { ...req.query } });
    next();
  });
  app.use("/scim/v2", routers as unknown as express.RequestHandler);
  return app;
}
