import { namesDecodedTwice } from "./names-decoded-twice.ts";
import { namesEscapedInStore } from "./names-escaped-in-store.ts";
import { namesSplitAtSpace } from "./names-split-at-space.ts";
import { unicodeCutAtEmoji } from "./unicode-cut-at-emoji.ts";
import { unicodeMangled } from "./unicode-mangled.ts";
import { usernameByForm } from "./username-by-form.ts";
import { usernameOfAddress } from "./username-of-address.ts";

export const mapping = [
  namesDecodedTwice,
  namesEscapedInStore,
  namesSplitAtSpace,
  unicodeCutAtEmoji,
  unicodeMangled,
  usernameByForm,
  usernameOfAddress,
];
