import type { PickPage } from "../mount.ts";
import { PICK_FIELD } from "../port.ts";
import type { IdpPerson } from "../port.ts";
import { markup } from "./html.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { isHinted } from "./choose.ts";

/** The query parameter (or form field) in which the search box sends its text, to the page's own address. */
export const SEARCH_FIELD = "search";

/** The login page. Its forms work without JavaScript; a card is a button that submits the person's key. */
export function pickPage(page: PickPage): string {
  const hinted = page.people.findIndex((person) => page.preselect !== undefined && isHinted(person, page.preselect));
  const first = page.people[hinted];
  const people = first === undefined ? page.people : [first, ...page.people.filter((person) => person !== first)];
  const carry = Object.entries(page.carry).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );
  return layout({
    title: `Sign in · ${page.connection}`,
    connection: page.connection,
    body: markup`<h1>Who signs in?</h1>
<p class="soft"><bdi>${page.relyingParty}</bdi> asks who you are. Choose anybody.</p>
<form class="search" method="get" role="search">${carry}
<input type="search" name="${SEARCH_FIELD}" value="${page.search}" placeholder="Name, email or subject" aria-label="Search people">
<button class="button">Search</button>
</form>
${unknownHint(page, first)}${people.length === 0 ? nobody(page.search) : cards(page, people, first, carry)}
${page.more && markup`<p class="soft">There are more people than these: search for the others.</p>`}
<div class="end"><span class="soft">No password: this is a test.</span>
<div class="ways"><form method="post" action="${page.unassignedAction}" data-jitterbug="unassigned">${carry}<button class="button" title="Signs in as somebody to whom the application is not given">Not assigned</button></form>
<form method="post" action="${page.cancelAction}" data-jitterbug="cancel">${carry}<button class="button">Cancel</button></form></div>
</div>`,
  });
}

function cards(
  page: PickPage,
  people: readonly IdpPerson[],
  first: IdpPerson | undefined,
  carry: readonly Html[],
): Html {
  return markup`<form method="post" action="${page.pickAction}" data-jitterbug="pick">${carry}
<ul class="cards">${people.map((person) => card(person, person === first))}</ul>
</form>`;
}

function unknownHint(page: PickPage, first: IdpPerson | undefined): Html | false {
  if (page.preselect === undefined || first !== undefined || page.search !== "") return false;
  return markup`<p class="warn">The request names “<bdi>${page.preselect}</bdi>”, who is not known here.</p>`;
}

function nobody(search: string): Html {
  return search === ""
    ? markup`<p>Nobody is known at this connection yet.</p>`
    : markup`<p>Nobody matches “<bdi>${search}</bdi>”.</p>`;
}

function card(person: IdpPerson, hinted: boolean): Html {
  const title = titleOf(person);
  const apart = person.assigned === false ? "Not assigned to this application" : undefined;
  const lines = [text(person.claims.email), person.note, apart].filter((line) => line !== undefined && line !== title);
  return markup`<li><button class="card${hinted ? " hint" : ""}" name="${PICK_FIELD}" value="${person.key}"${hinted && markup` autofocus`}>
<span class="face f${colourOf(person.key)}" aria-hidden="true">${initials(title)}</span>
<span><b><bdi>${title}</bdi></b>${lines.map((line) => markup`<small><bdi>${line}</bdi></small>`)}</span></button></li>`;
}

/** The same for the same person, wherever they stand in the list. */
function colourOf(key: string): number {
  return Array.from(key).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 6;
}

function titleOf(person: IdpPerson): string {
  const { name, given_name, family_name, email } = person.claims;
  const parts = [text(given_name), text(family_name)].filter((part) => part !== undefined);
  return text(name) ?? (parts.length > 0 ? parts.join(" ") : (text(email) ?? person.key));
}

/** A claim as a card shows it: what is empty shows nothing, what is not text shows as JSON. */
function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const shown = typeof value === "string" ? value.trim() : JSON.stringify(value);
  if (shown === "") return undefined;
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}

function initials(title: string): string {
  const words = title.split(/[\s.@_-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? "")
    .join("");
}
