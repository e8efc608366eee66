import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const inclusionsFollowed: Defect = {
  id: "inclusions-followed",
  description: "Reads the message with a parser that knows XInclude.",
  spoil: following(/<xi:include[^>]* href="([^"]+)"/),
};
