/** HTTP as the IdPs need it: routes, and a request and an answer that know a little more than Node's own. */
import Router from "router";
import type { Answer } from "./answer.ts";
import type { Asked } from "./asked.ts";

export { Answer } from "./answer.ts";
export { Asked } from "./asked.ts";
export { forms, texts } from "./body.ts";

export type Routes = Router.Router;
export type Handler = Router.RequestHandler;
export type ErrorHandler = Router.ErrorRequestHandler;
export type Request<P = Router.Params> = Router.Request<P>;
export type Response = Router.Response;

declare module "router" {
  // What createIdpServer makes of every request and answer.
  interface Request<P> extends Pick<Asked, "body" | "path" | "query"> {}
  interface Response extends Pick<Answer, "json" | "redirect" | "send" | "set" | "status" | "type"> {}
}

export function createRoutes(): Routes {
  return Router();
}
