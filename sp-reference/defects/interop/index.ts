import { audienceAsText } from "./audience-as-text.ts";
import { responseBySchema } from "./response-by-schema.ts";
import { tokenAnswerBySchema } from "./token-answer-by-schema.ts";
import { tokenTypeByLetter } from "./token-type-by-letter.ts";

export const interop = [audienceAsText, responseBySchema, tokenAnswerBySchema, tokenTypeByLetter];
