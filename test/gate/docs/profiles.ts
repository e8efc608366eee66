import { sampleText } from "../../../harness/cli/words/profiles.ts";
import { shownProfiles, type FacetShown, type SideShown } from "../../../harness/run/profiles.ts";

/** Every profile with its facets, their sources, and a sample. */
export function profiles(): string {
  return shownProfiles()
    .filter(({ name }) => name !== "plain")
    .map(({ name, title, oidc, saml }) =>
      [`## \`${name}\`: ${title}`, "", ...side("OpenID Connect", oidc), ...side("SAML", saml)].join("\n"),
    )
    .join("\n");
}

function side(title: string, shown: SideShown | null): readonly string[] {
  if (shown === null) return [`### ${title}`, "", "This vendor's IdP is not met here.", ""];
  const plain = Object.keys(shown.facets).filter((facet) => shown.facets[facet] === "plain");
  return [
    `### ${title}`,
    "",
    "| facet | what an SP gets | source |",
    "| --- | --- | --- |",
    ...Object.entries(shown.facets).flatMap(([facet, one]) => (one === "plain" ? [] : [row(facet, one)])),
    "",
    plain.length === 0 ? "" : `As the plain IdP has them: ${plain.map((facet) => `\`${facet}\``).join(", ")}.`,
    "",
    "```text",
    sampleText(shown.sample),
    "```",
    "",
  ];
}

function row(facet: string, { about, source }: Exclude<FacetShown, "plain">): string {
  const told = source.mark === "S" ? `[S](${source.url})` : "K";
  return `| \`${facet}\` | ${about.replaceAll("|", "\\|")} | ${told} |`;
}
