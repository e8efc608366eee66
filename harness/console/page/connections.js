import { el, folded } from "../../report/html/page/dom.js";
import { ask } from "./api.js";
import { field } from "./sign-in.js";
import { busily, connectionName, update, waits } from "./store.js";

let wanted = "";

/** More are looked for by name. */
const MOST = 8;

/** What to enter where, in the words of the vendor's own form. */
export function connectionsPanel({ connections }) {
  const list = el("div", {});
  const show = () => {
    const some = connections.filter(({ name, protocol, profile }) =>
      `${name} ${protocol} ${profile ?? ""}`.toLowerCase().includes(wanted),
    );
    const shown = some.slice(0, MOST);
    list.replaceChildren(
      ...shown.map(connectionOf),
      ...(shown.length < some.length
        ? [el("p", { class: "muted" }, `${some.length - shown.length} more: type a part of a name above to find them.`)]
        : []),
      ...(some.length === 0 ? [el("p", { class: "muted" }, "No connection is called so.")] : []),
    );
  };
  show();
  const search = el("input", {
    id: "find-connection",
    type: "search",
    value: wanted,
    input: (event) => ((wanted = event.target.value.trim().toLowerCase()), show()),
  });
  return [
    el("h2", {}, "Connections"),
    el("p", { class: "lead" }, "Each has an identity provider of its own. Open one for what to paste into your SP."),
    connections.length > MOST ? field(`Find one of ${connections.length}`, search) : null,
    list,
  ];
}

function connectionOf({ name, protocol, profile, organization }) {
  const summary = [
    el("b", {}, name),
    el("span", { class: "chip" }, protocol),
    profile === null ? null : el("span", { class: "chip" }, profile),
    name === connectionName() ? el("span", { class: "chip on" }, "in use") : null,
  ];
  return folded({ class: "card connection" }, summary, () => {
    const place = el("div", {}, el("p", { class: "muted" }, "…"));
    ask("GET", `connections/${encodeURIComponent(name)}`).then(
      (setup) => place.replaceChildren(...setupOf(setup).flat(Infinity).filter(Boolean)),
      (error) => place.replaceChildren(el("p", { class: "bad" }, error.message)),
    );
    return [
      organization === "default" ? null : el("p", { class: "muted" }, `organization ${organization}`),
      place,
      el("button", { click: () => update({ connection: name }) }, "Use it for the next sign-ins"),
      atIdp(name),
    ];
  });
}

/** Connection -> what was last asked of its IdP, or done there: the panel is drawn anew meanwhile. */
const seen = new Map();

/** Whether the IdP can be reached, and when the SP did; and another key to sign by. */
function atIdp(name) {
  const asked = (work) => () =>
    void busily(async () => {
      seen.set(name, await work());
    });
  const health = asked(() => ask("GET", `health/${encodeURIComponent(name)}`));
  const rotate = asked(() => ask("POST", "keys", { connection: name }));
  return [
    el("h3", {}, "At the IdP"),
    el(
      "p",
      { class: "buttons" },
      el("button", { id: `health-${name}`, "aria-disabled": waits(), click: health }, "Is it well?"),
      el("button", { id: `keys-${name}`, "aria-disabled": waits(), click: rotate }, "Rotate its keys"),
    ),
    el("div", { role: "status" }, seen.has(name) ? atIdpSeen(seen.get(name)) : null),
  ];
}

function atIdpSeen(answer) {
  if (answer.endpoints !== undefined) return healthOf(answer);
  return el("p", {}, "A new key signs from here on; it is published beside the old one.");
}

function healthOf({ endpoints, told }) {
  const when = (at) => (at === null ? "never since the start" : `at ${new Date(at).toLocaleTimeString("en-GB")}`);
  return [
    el(
      "ul",
      { class: "health" },
      endpoints.map(({ name, url, status, asked }) => {
        const isWell = status !== null && status < 400;
        return el(
          "li",
          {},
          el("span", { class: `mark-of ${isWell ? "good" : "bad"}` }, isWell ? "✓" : "✗"),
          `${name}: ${status === null ? "no answer" : `HTTP ${status}`} at `,
          el("code", {}, url),
          el("div", { class: "muted" }, `the SP asked for it ${when(asked)}`),
        );
      }),
    ),
    el("p", { class: "muted" }, `It told the SP of somebody ${when(told)}.`),
  ];
}

function setupOf({ enter, here, sent, certificate, secret }) {
  return [enter, here, sent].map(({ heading, fields }, at) => [
    el("h3", {}, heading),
    el(
      "dl",
      { class: "setup" },
      fields.map(([title, value]) => [
        el("dt", {}, title),
        el(
          "dd",
          {},
          value !== "" && value === secret ? hidden(value) : el("code", {}, value),
          at === 0 ? copy(title, value) : null,
        ),
      ]),
    ),
    at === 0 && certificate !== null
      ? folded({}, "Certificate (PEM)", () => [
          el("pre", { tabindex: 0 }, certificate),
          copy("Certificate", certificate),
        ])
      : null,
  ]);
}

function hidden(value) {
  const place = el("span", {}, "••••••• ");
  place.append(el("button", { class: "link", click: () => place.replaceChildren(el("code", {}, value)) }, "show"));
  return place;
}

function copy(title, value) {
  const button = el("button", { class: "link copy", "aria-label": `copy ${title}` }, "copy");
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(value).then(
      () => (button.textContent = "copied"),
      () => (button.textContent = "not copied: select it"),
    );
  });
  return button;
}
