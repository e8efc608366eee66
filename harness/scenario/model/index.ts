export * from "./action.ts";
export * from "./expect.ts";
export * from "./names.ts";
export * from "./person.ts";
export * from "./policy.ts";
export * from "./scenario.ts";
export * from "./step.ts";
export * from "./target.ts";
