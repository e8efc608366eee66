import { namesSplitAtSpace } from "./names-split-at-space.ts";
import { unicodeCutAtEmoji } from "./unicode-cut-at-emoji.ts";
import { unicodeMangled } from "./unicode-mangled.ts";

export const mapping = [namesSplitAtSpace, unicodeCutAtEmoji, unicodeMangled];
