import { attributesByFriendlyName } from "./attributes-by-friendly-name.ts";
import { attributesByLastSegment } from "./attributes-by-last-segment.ts";
import { attributesOfOneConnection } from "./attributes-of-one-connection.ts";
import { customAttributesAtFirst } from "./custom-attributes-at-first.ts";
import { firstAttributeOfAName } from "./first-attribute-of-a-name.ts";
import { lastAttributeOfAName } from "./last-attribute-of-a-name.ts";
import { localeOfBrowser } from "./locale-of-browser.ts";
import { mappingReadOnce } from "./mapping-read-once.ts";
import { nameOfAddress } from "./name-of-address.ts";
import { namesDecodedTwice } from "./names-decoded-twice.ts";
import { namesEscapedInStore } from "./names-escaped-in-store.ts";
import { namesInScript } from "./names-in-script.ts";
import { namesRaw } from "./names-raw.ts";
import { namesSplitAtSpace } from "./names-split-at-space.ts";
import { repeatedAttributeRefused } from "./repeated-attribute-refused.ts";
import { titlesOfEmployees } from "./titles-of-employees.ts";
import { unicodeCutAtEmoji } from "./unicode-cut-at-emoji.ts";
import { unicodeMangled } from "./unicode-mangled.ts";
import { usernameByForm } from "./username-by-form.ts";
import { usernameCollisionUnread } from "./username-collision-unread.ts";
import { usernameOfAddress } from "./username-of-address.ts";
import { usernameTakenRefused } from "./username-taken-refused.ts";
import { zonesOfTwoParts } from "./zones-of-two-parts.ts";

export const mapping = [
  attributesByFriendlyName,
  attributesByLastSegment,
  attributesOfOneConnection,
  customAttributesAtFirst,
  firstAttributeOfAName,
  lastAttributeOfAName,
  localeOfBrowser,
  mappingReadOnce,
  nameOfAddress,
  namesDecodedTwice,
  namesEscapedInStore,
  namesInScript,
  namesRaw,
  namesSplitAtSpace,
  repeatedAttributeRefused,
  titlesOfEmployees,
  unicodeCutAtEmoji,
  unicodeMangled,
  usernameByForm,
  usernameCollisionUnread,
  usernameOfAddress,
  usernameTakenRefused,
  zonesOfTwoParts,
];
