import { el } from "../../report/html/page/dom.js";
import { busily, signIn, waits } from "./store.js";
import { ask } from "./api.js";

/** Story -> how many of its steps were done. */
const done = new Map();
/** Step -> what the SP made of it, where that is not what the story says. */
const otherwise = new Map();

/** Three stories that need no knowledge of anything, a minute each. */
export function startPanel({ stories, sides, shows_accounts }) {
  return [
    el("h2", {}, "Start here"),
    el("p", { class: "lead" }, "Each takes a minute. Press a button, and see at the side what the SP made of it."),
    shows_accounts
      ? null
      : el(
          "p",
          { class: "hint" },
          "The target file has no `observe.accounts`: what becomes of the SP's accounts is not seen here. Look at the SP's own pages, or write there how to read them.",
        ),
    stories.map((story) => storyCard(story, sides)),
  ];
}

function storyCard(story, sides) {
  const count = done.get(story.id) ?? 0;
  return el(
    "article",
    { class: "card story" },
    el("h3", {}, story.title),
    el("p", { class: "muted" }, story.about),
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
    const { person, connection, change } = step;
    const entry = await signIn({ person, connection, change });
    if (entry === undefined) return;
    const key = `${story.id} ${at}`;
    otherwise.delete(key);
    // Of the sound SP, where two stand side by side.
    const [{ decision, error }] = entry.sides;
    if (error !== undefined) otherwise.set(key, `It could not be seen: ${error}`);
    else if (decision.tone !== "good")
      otherwise.set(key, `It went otherwise here. ${decision.said} Open the steps at the side to see where.`);
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
    at < count ? lookAt(otherwise.get(`${story.id} ${at}`), step.look) : null,
  ];
}

/** What went as no SP means to is said in its place: the story's own words would be untrue. */
function lookAt(other, look) {
  return el("p", { class: other === undefined ? "look" : "look otherwise" }, other ?? look);
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
    });
  return el(
    "div",
    { class: "wrong" },
    el("p", {}, wrong.say),
    el("button", { id: `wrong-${story.id}`, "aria-disabled": waits(), click: beside }, "Put a broken SP beside it"),
    " ",
    again,
  );
}
