import { inflateSync } from "node:zlib";

/** An HTML report as it would be if nothing in it were packed; any other text as it is. */
export function unpackedPage(text: string): string {
  const written = /id="packs">(.*?)<\/script>/s.exec(text)?.[1];
  if (written === undefined) return text;
  const packs = (JSON.parse(written) as readonly string[]).map((pack) => {
    const json = inflateSync(Buffer.from(pack, "base64")).toString();
    return JSON.parse(json) as readonly object[];
  });
  const more = (pack: string, at: string): string => escaped(JSON.stringify(packs[Number(pack)]?.[Number(at)]));
  return text.replaceAll(/"packed":\[(\d+),(\d+)\]/g, (_, pack: string, at: string) => more(pack, at).slice(1, -1));
}

/** As the page itself has it: nothing ends the element that it stands in. */
function escaped(json: string): string {
  return json.replaceAll(/[<\u007f-\u009f]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
