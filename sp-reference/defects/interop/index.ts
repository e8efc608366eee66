import { audienceAsText } from "./audience-as-text.ts";
import { claimsBySchema } from "./claims-by-schema.ts";
import { expiresInDemanded } from "./expires-in-demanded.ts";
import { kidDemanded } from "./kid-demanded.ts";
import { responseBySchema } from "./response-by-schema.ts";
import { tokenAnswerBySchema } from "./token-answer-by-schema.ts";
import { tokenTypeByLetter } from "./token-type-by-letter.ts";
import { wholeSecondsAlone } from "./whole-seconds-alone.ts";

export const interop = [
  audienceAsText,
  claimsBySchema,
  expiresInDemanded,
  kidDemanded,
  responseBySchema,
  tokenAnswerBySchema,
  tokenTypeByLetter,
  wholeSecondsAlone,
];
