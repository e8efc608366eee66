import { createStyle, visible, wrap } from "../../report/index.ts";
import type { FacetShown, ProfileShown, SideShown } from "../../run/profiles.ts";

const PROTOCOLS = [
  ["oidc", "OpenID Connect"],
  ["saml", "SAML"],
] as const;

/** One line for each profile. */
export function profilesInWords(profiles: readonly ProfileShown[], colors: boolean): readonly string[] {
  const style = createStyle(colors);
  const width = Math.max(...profiles.map(({ name }) => name.length));
  return profiles.map((profile) => {
    const spoken = PROTOCOLS.filter(([protocol]) => profile[protocol] !== null).map(([protocol]) => protocol);
    return `${style("bold", profile.name.padEnd(width))}  ${style("dim", spoken.join(" ").padEnd(9))}  ${profile.title}`;
  });
}

/** What a profile changes, and the samples. */
export function profileInWords(profile: ProfileShown, colors: boolean, columns: number): readonly string[] {
  const style = createStyle(colors);
  return [
    `${style("bold", profile.name)}  ${profile.title}`,
    ...PROTOCOLS.flatMap(([protocol, title]) => {
      const side = profile[protocol];
      if (side === null) return ["", style("bold", title), "  This vendor's IdP is not met here."];
      return ["", style("bold", title), ...facetLines(side, columns, style), "", ...sampleLines(side)];
    }),
  ];
}

function facetLines({ facets }: SideShown, columns: number, style: ReturnType<typeof createStyle>): readonly string[] {
  const stated = Object.entries(facets).filter(
    (entry): entry is [string, Exclude<FacetShown, "plain">] => entry[1] !== "plain",
  );
  const plain = Object.keys(facets).filter((facet) => facets[facet] === "plain");
  const width = Math.max(5, ...stated.map(([facet]) => facet.length));
  const line = (facet: string, text: string): readonly string[] =>
    wrap(text, Math.max(40, columns - width - 4)).map(
      (part, index) => `  ${(index === 0 ? facet : "").padEnd(width)}  ${part}`,
    );
  return [
    ...stated.flatMap(([facet, { about, source }]) => [
      ...line(facet, about),
      ...(source.mark === "S" ? [`  ${" ".repeat(width)}  ${style("dim", source.url)}`] : []),
    ]),
    ...(plain.length === 0 ? [] : line("plain", plain.join(", "))),
  ];
}

function sampleLines({ sample }: SideShown): readonly string[] {
  return sampleText(sample)
    .split("\n")
    .map((line) => (line === "" ? line : `  ${visible(line)}`));
}

/** JSON, and XML with an element to a line. */
export function sampleText({ response, guest, ...facts }: SideShown["sample"]): string {
  const isXml = typeof guest === "string";
  const json = JSON.stringify(guest === null || isXml ? facts : { ...facts, guest }, null, 2);
  const shown = typeof response === "string" ? `${json}\n\n${indented(response)}` : json;
  return isXml ? `${shown}\n\nOf a guest:\n\n${indented(guest)}` : shown;
}

/** For reading alone: between the elements stands what would not be sent. */
function indented(xml: string): string {
  let depth = 0;
  return xml
    .replaceAll("><", ">\n<")
    .split("\n")
    .map((line) => {
      if (line.startsWith("</")) depth--;
      const text = "  ".repeat(Math.max(0, depth)) + line;
      if (/^<[^/]/.test(line) && !line.endsWith("/>") && !line.includes("</")) depth++;
      return text;
    })
    .join("\n");
}
