const KEPT = "jitterbug-console";

/** The token came in the fragment, which no browser sends to anybody; from here on it stays with this tab. */
function takeToken() {
  const given = location.hash.slice(1);
  // What a page remembers of itself stands there, too, and looks otherwise.
  if (/^[\w-]{43}$/.test(given)) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, "", "/");
  }
  return sessionStorage.getItem(KEPT);
}

const token = takeToken();
export const hasToken = token !== null;

const authorization = `Bearer ${token}`;

/** What the console answers; throws an Error whose message is for a person. */
export async function ask(method, path, body) {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error([answer.error, answer.hint].filter(Boolean).join(". "));
}

/** Calls with each event, until the console has ended. */
export async function listen(told) {
  const response = await fetch("/api/events", { headers: { authorization } });
  if (!response.ok) throw new Error((await response.json()).error);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    // Whoever ends hangs up in the middle of it.
    const { done, value } = await reader.read().catch(() => ({ done: true }));
    if (done) return;
    const lines = (text + value).split("\n");
    text = lines.pop();
    for (const line of lines) if (line !== "") told(JSON.parse(line));
  }
}
