import { z } from "zod";
import { nameSchema } from "./words.ts";
import { personSchema } from "./person.ts";

export const peopleFileSchema = z
  .strictObject({
    people: z
      .record(nameSchema, personSchema.nullable())
      .describe("People by name: shown on the mock IdPs' login page, and bases for scenarios that include the file."),
  })
  .describe("A people file.");

export const PEOPLE_STAND_INS = { people: {} };
