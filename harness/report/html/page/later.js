/** As long as whoever reads may be kept waiting, in milliseconds: no one notices a page that stands still for less. */
const SLICE = 12;

/** What -> what is to be done for it, from the last. */
const waiting = new Map();
let isDue = false;

/**
 * What is below all that is seen at first, and is made when that is shown: a page of two thousand elements takes a browser four
 * times as long as one of three hundred. In the order given; what was still to be done for the same thing is forgotten.
 */
export function later(what, works) {
  waiting.set(what, works.toReversed());
  soon();
}

/** All of it at once: for who prints the page, or goes to a place that is below. */
export function hurry() {
  for (const works of waiting.values()) while (works.length > 0) works.pop()();
}

/** Not before the page has been shown, and is idle; Safari has no word for that. */
const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));

function soon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => whenIdle(doSome));
}

function doSome() {
  isDue = false;
  const end = performance.now() + SLICE;
  for (const works of waiting.values())
    while (works.length > 0) {
      if (performance.now() > end) return soon();
      works.pop()();
    }
}
