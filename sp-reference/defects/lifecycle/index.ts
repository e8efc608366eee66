import { deactivatedSignsIn } from "./deactivated-signs-in.ts";

export const lifecycle = [deactivatedSignsIn];
