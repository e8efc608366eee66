/**
 * The questions that the kit asks of steps and expectations without knowing which kinds there are. Pure: rows are data,
 * and functions of a step or an expectation alone.
 */
export * from "./expectation.ts";
export * from "./step.ts";
