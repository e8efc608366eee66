import type { LoginPages } from "../mount.ts";
import { AUTO_SUBMIT, definitions, layout } from "./layout.ts";
import { pickPage } from "./pick.ts";
import { Html, markup } from "./html.ts";

export { choosePeople, isHinted } from "./choose.ts";
export { SEARCH_FIELD } from "./pick.ts";

/** The pages that both protocols show. They are admitted by the headers that the host sends with every answer. */
export const loginPages: LoginPages = {
  pick: pickPage,

  problem: (title, explanation, details) =>
    layout({
      title,
      body: markup`<h1>${title}</h1><p>${explanation}</p>${details.length > 0 && definitions(details)}`,
    }),

  unassigned: (words) =>
    layout({
      title: "Not assigned",
      body: markup`<h1>Not assigned</h1><p>${words}</p><p class="soft">The application is told nothing, as with this vendor.</p>`,
    }),

  signedOut: ({ frames, details, next }) =>
    layout({
      title: "Signed out",
      body: markup`<h1>Signed out</h1><p>You have no session at this identity provider any more.</p>${details.length > 0 && definitions(details)}
${frames.map((address) => markup`<iframe src="${address}" hidden title="Signs you out"></iframe>`)}
${next !== undefined && markup`<p><a class="button" href="${next}">Back to the application</a></p>`}`,
    }),

  kept: () =>
    layout({
      title: "Kept here",
      body: markup`<h1 data-jitterbug="kept">Kept here</h1><p>The answer to this sign-in was kept, and goes to the application later.</p>`,
    }),

  autoSubmit: (action, fields) =>
    layout({
      title: "Signing in",
      body: markup`<form method="post" action="${action}">${Object.entries(fields).map(
        ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
      )}<noscript><p>Your browser runs no scripts: go on by hand.</p><button class="button">Continue</button></noscript></form>
<script>${new Html(AUTO_SUBMIT)}</script>`,
    }),
};
