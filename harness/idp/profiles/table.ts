/** Every profile. A new one is a file and a line here. */
import { entra } from "./entra.ts";
import { google } from "./google.ts";
import { okta } from "./okta.ts";
import { plain } from "./plain.ts";
import type { Profile } from "./profile.ts";

export const PROFILES: { readonly [name: string]: Profile } = { plain, okta, entra, google };
