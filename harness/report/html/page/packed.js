/**
 * What checks are made of stands in lists of JSON, deflated, in base64: a page of as many megabytes as those of thousands make
 * takes seconds to be read at all.
 */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** They stand behind the script that asks for them. */
let packs;

async function packTexts() {
  if (document.readyState === "loading")
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  return JSON.parse(document.getElementById("packs").textContent);
}

/** Pack -> what it holds, once it is asked for; and what it holds, once it is there. */
const asked = new Map();
const open = new Map();

function opened(pack) {
  if (!asked.has(pack))
    asked.set(
      pack,
      (packs ??= packTexts()).then((texts) => unpacked(texts[pack])).then((all) => (open.set(pack, all), all)),
    );
  return asked.get(pack);
}

/** All of a check; null while it is not unpacked yet. */
export function readyCheck({ packed: [pack, at], ...row }) {
  return open.has(pack) ? { ...row, ...open.get(pack)[at] } : null;
}

/** The same, however long it takes. */
export async function wholeCheck({ packed: [pack, at], ...row }) {
  return { ...row, ...(await opened(pack))[at] };
}
