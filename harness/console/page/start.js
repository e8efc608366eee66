import { el } from "../../report/html/page/dom.js";
import { busily, signIn, waits } from "./store.js";
import { ask } from "./api.js";

/** Story -> how many of its steps were done. */
const done = new Map();
/** Step -> what the SPs made of it: `other` where that is not what the story says, `made` whether an account came. */
const seen = new Map();
/** The SPs that the stories were done at. */
let doneAt = "";

/** Three stories that need no knowledge of anything, a minute each. */
export function startPanel({ stories, sides, shows_accounts, people, people_file }) {
  const here = JSON.stringify(sides.map(({ label, url }) => [label, url]));
  // What was done at other SPs was not done at these.
  if (here !== doneAt) done.clear();
  doneAt = here;
  return [
    el("h2", {}, "Start here"),
    el(
      "p",
      { class: "lead" },
      "Each takes a minute. Press a button, and see in the entry that comes of it, beside this or below, what the SP made of it.",
    ),
    shows_accounts
      ? null
      : el(
          "p",
          { class: "hint" },
          "The target file has no `observe.accounts`: what becomes of the SP's accounts is not seen here. Look at the SP's own pages, or write there how to read them.",
        ),
    sides.length > 1
      ? el(
          "p",
          { class: "hint both" },
          `Two SPs run: each button signs people in at both, ${sides.map(({ label }) => label).join(" and ")}, side by side.`,
        )
      : null,
    stories.map((story) => storyCard(story, { sides, people, people_file })),
  ];
}

function storyCard(story, { sides, people, people_file }) {
  const count = done.get(story.id) ?? 0;
  return el(
    "article",
    { class: "card story" },
    el("h3", {}, story.title),
    el("p", { class: "muted" }, story.about),
    count === 0 ? beginning(story, sides, people, people_file) : null,
    el(
      "ol",
      {},
      story.steps.map((step, at) => el("li", {}, stepOf(story, step, at, count))),
    ),
    count === story.steps.length ? ending(story, sides) : null,
  );
}

function stepOf(story, step, at, count) {
  const press = async () => {
    const { person, connection, change, from_file } = step;
    const entry = await signIn({ person, connection, change, from_file });
    if (entry === undefined) return;
    seen.set(`${story.id} ${at}`, seenOf(entry));
    done.set(story.id, Math.max(at + 1, done.get(story.id) ?? 0));
    document.dispatchEvent(new Event("panel"));
  };
  const first = at === count;
  return [
    el(
      "button",
      {
        id: `story-${story.id}-${at}`,
        class: first ? "primary" : "",
        disabled: at > count,
        "aria-disabled": waits(),
        click: press,
      },
      step.press,
    ),
    at < count ? lookAt(seen.get(`${story.id} ${at}`), step) : null,
  ];
}

/** Of the sound SP, where two stand side by side; and where the other went wrong, that too. */
function seenOf({ sides: [sound, ...others] }) {
  const { error, decision } = sound;
  const beside = others
    .filter((one) => one.error !== undefined || one.decision.tone === "bad")
    .map((one) => `At ${one.label}: ${one.error ?? one.decision.said}`);
  if (error !== undefined) return { other: `It could not be seen: ${error}`, beside };
  if (decision.tone !== "good")
    return { other: `It went otherwise here. ${decision.said} Open the steps at the side to see where.`, beside };
  return { made: sound.seen.happened.accounts.counts.created > 0, beside };
}

/** What went as no SP means to is said in its place: the story's own words would be untrue. */
function lookAt({ other, made, beside }, { look, known }) {
  const own = made || known === undefined ? look : known;
  return [el("p", { class: other === undefined ? "look" : "look otherwise" }, [other ?? own, ...beside].join(" "))];
}

/** What is to be known before its first button. */
function beginning({ wrong, steps: [{ person, press }] }, sides, people, file) {
  const broken = sides.find(({ defect }) => defect !== null && defect === wrong?.defect);
  const isChanged = people.some(({ name, unsaved }) => name === person && unsaved);
  return [
    broken === undefined
      ? null
      : el(
          "p",
          { class: "hint beside", id: `beside-${broken.label}` },
          `An SP with the defect ${broken.defect} runs beside the sound one now. Do the story now, from “${press}” on: each button signs in at both, and the two stand side by side.`,
        ),
    isChanged ? el("p", { class: "muted" }, `It begins with ${person} as ${file} says.`) : null,
  ];
}

function ending(story, sides) {
  const again = el(
    "button",
    {
      id: `again-${story.id}`,
      class: "link",
      click: () => {
        done.delete(story.id);
        document.dispatchEvent(new Event("panel"));
      },
    },
    "Once more",
  );
  const { wrong } = story;
  if (wrong === undefined || sides.length > 1) return el("p", {}, again);
  const beside = () =>
    busily(async () => {
      await ask("POST", "beside", { defect: wrong.defect });
      done.delete(story.id);
      document.dispatchEvent(new Event("panel"));
    }, `Starting the same SP with the defect ${wrong.defect} beside this one: it takes some seconds…`);
  return el(
    "div",
    { class: "wrong" },
    el("p", {}, wrong.say),
    el("button", { id: `wrong-${story.id}`, "aria-disabled": waits(), click: beside }, "Put a broken SP beside it"),
    " ",
    again,
  );
}
