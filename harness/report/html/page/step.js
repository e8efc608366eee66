import { el, folded, definitions, table } from "./dom.js";
import { mark, duration, shown, pretty, asCurl } from "./values.js";

/** One step of a check: what was expected of it, what the IdP said, what became of the accounts, what went over the wire. */
export function stepOf(step) {
  const { title, from, variant, verdict, judgements, sign_ins, exchanges, happened } = step;
  const misses = judgements.filter(({ verdict: one }) => one !== "passed" && one !== "not_applicable");
  const opened = misses.length > 0;
  const name = [`${step.index + 1}. `, title, variant === null ? null : el("small", {}, ` ${variant}`)];
  return folded({ class: `step ${verdict}`, open: opened }, [mark(verdict), " ", name], () => [
    from === undefined ? null : el("p", { class: "from" }, "from ", el("code", {}, from)),
    judgements.length === 0 ? null : expectations(judgements),
    happened === undefined ? null : [sentPart(happened.sent), accountsPart(happened.accounts)],
    signInsPart(sign_ins),
    exchanges.length === 0 ? null : wirePart(exchanges, happened?.decisive ?? null),
  ]);
}

/** What held in a line each; what did not, whole. */
function expectations(judgements) {
  return judgements.map((judgement) => {
    const { verdict, kind, expected, actual, place, note, harm, basis } = judgement;
    const head = [mark(verdict), " ", el("b", {}, kind), " "];
    if (verdict === "passed") return el("p", { title: place }, head, el("code", {}, expected));
    const came = harm === undefined ? null : el("span", { class: "harm" }, harm.replaceAll("_", " "));
    const told = [
      ["expected", el("code", {}, expected)],
      ["actual", el("code", {}, actual)],
      ["rests on", basis],
      ["note", note],
      ["at", el("code", {}, place)],
    ];
    return el("div", { class: `expected ${verdict}` }, el("p", {}, head, came), definitions(told));
  });
}

export function sentPart(sent) {
  return sent.map((claims) =>
    el(
      "div",
      { class: "part" },
      el("h4", {}, "What the IdP said"),
      table(
        ["claim", "value"],
        Object.entries(claims).map(([name, value]) => [el("code", {}, name), shown(value)]),
      ),
    ),
  );
}

export function accountsPart({ before, after, counts, created, deleted, changed }) {
  const nothing = counts.created + counts.deleted + counts.changed === 0;
  const fields = (account) =>
    Object.entries(account.fields).map(([name, value]) => [el("code", {}, name), shown(value)]);
  const named = ({ id, name }) => [el("code", {}, id), name === null ? null : ` (${name})`];
  return el(
    "div",
    { class: "part" },
    el("h4", {}, `The accounts: ${before} before, ${after} after`),
    nothing ? el("p", { class: "muted" }, "nothing changed") : null,
    created.map((one) =>
      el("div", { class: "created" }, el("p", {}, "created ", named(one)), table(["field", "value"], fields(one))),
    ),
    deleted.map((one) =>
      el("div", { class: "deleted" }, el("p", {}, "deleted ", named(one)), table(["field", "value"], fields(one))),
    ),
    changed.map((one) =>
      el(
        "div",
        { class: "changed" },
        el("p", {}, "changed ", named(one)),
        table(["field", "before", "after"], one.fields.map(fieldRow)),
        one.fields
          .filter(({ volatile }) => volatile)
          .map(({ field }) => el("p", { class: "muted" }, el("code", {}, field), " is another at each sign-in.")),
      ),
    ),
  );
}

/** What is another at each sign-in is no change of the account, and not in the colours of one. */
function fieldRow({ field, before, after, volatile }) {
  const name = el("code", {}, field);
  if (!volatile) return [name, el("del", {}, shown(before)), el("ins", {}, shown(after))];
  return [name, shown(before), shown(after)].map((cell) => el("span", { class: "muted" }, cell));
}

function signInsPart(signIns) {
  if (signIns.length === 0) return null;
  return el(
    "div",
    { class: "part" },
    el("h4", {}, "Sign-ins"),
    table(
      ["who", "where", "came out as", "because", "took"],
      signIns.map(({ person, connection, outcome, why, duration_ms, notes }) => [
        person,
        connection,
        outcome.replaceAll("_", " "),
        [why, (notes ?? []).map((note) => el("div", { class: "muted" }, note))],
        duration(duration_ms),
      ]),
    ),
  );
}

const WHO = { browser: "browser", sp: "SP", kit: "kit" };

/**
 * Every hop in its order; what a token or an assertion said stands decoded in it. `placeOf` tells of an address whose it
 * is, and how it is called there.
 */
export function wirePart(exchanges, decisive, placeOf) {
  // What the SP asks an IdP stands beneath the request that made it ask, and is over before that.
  const ordered = exchanges.toSorted((one, other) => one.at - other.at || one.id - other.id);
  const [{ at: began }] = ordered;
  return el(
    "div",
    { class: "part" },
    el("h4", {}, "What went over the wire"),
    el(
      "ol",
      { class: "wire" },
      ordered.map((exchange) => el("li", { class: exchange.by }, hop(exchange, began, decisive, placeOf))),
    ),
  );
}

function hop(exchange, began, decisive, placeOf) {
  const { by, browser, request, response, failure, messages, notes } = exchange;
  const isDecisive = decisive !== null && decisive.exchange === exchange.id;
  const isBroken = response === undefined || response.status >= 500 || /broke/.test(decisive?.why ?? "");
  const answer = response === undefined ? `no answer: ${failure?.kind ?? "?"}` : String(response.status);
  const place = placeOf?.(request.url);
  const who = by === "browser" && browser !== undefined && place === undefined ? `${browser}'s browser` : WHO[by];
  const summary = [
    el("span", { class: "when" }, `+${Math.round(exchange.at - began)} ms`),
    el("span", { class: "who" }, place === undefined ? who : `${who} → ${place.name}`),
    el("code", { class: "what" }, `${request.method} ${place?.path ?? request.url}`),
    el("span", { class: `answer ${answer[0] === "5" || response === undefined ? "bad" : ""}` }, answer),
    messages.map(({ kind }) => el("span", { class: "message" }, kind.replaceAll("_", " "))),
    // Red is what no SP means to do: to have read what it was told is none of it.
    isDecisive ? el(isBroken ? "b" : "strong", { class: "decisive" }, decisive.why) : null,
  ];
  return folded({ class: isDecisive ? "hop decisive" : "hop" }, summary, () => [
    (notes ?? []).map((note) => el("p", { class: "muted" }, note)),
    messages.map(({ kind, content, header }) => [
      header === undefined
        ? null
        : [
            el("h5", {}, `${kind.replaceAll("_", " ")}: its header`),
            el("pre", { tabindex: 0 }, JSON.stringify(header, null, 2)),
          ],
      el("h5", {}, kind.replaceAll("_", " ")),
      el(
        "pre",
        { tabindex: 0 },
        typeof content.xml === "string" ? pretty(content.xml) : JSON.stringify(content, null, 2),
      ),
    ]),
    el("h5", {}, "request"),
    headersOf(request),
    response === undefined ? null : [el("h5", {}, `answer ${response.status}`), headersOf(response)],
    failure === undefined ? null : el("p", { class: "bad" }, `${failure.kind}: ${failure.detail}`),
    folded({}, "as cURL, without what was taken out", () => el("pre", { tabindex: 0 }, asCurl(request))),
  ]);
}

function headersOf({ headers, body }) {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return [
    el("pre", { tabindex: 0 }, lines.join("\n")),
    body === undefined || body === "" ? null : el("pre", { class: "body", tabindex: 0 }, pretty(body)),
  ];
}
