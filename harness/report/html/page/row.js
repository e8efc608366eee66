/**
 * A check's place in a list of thousands, of which a page shows a hundred at first: its element is made when it is shown
 * for the first time, before the next one that is there.
 */
export class Row {
  #make;
  #list;
  #next;
  #element = null;

  /** `next`: the row behind it, null for the last. */
  constructor(list, make, next) {
    this.#list = list;
    this.#make = make;
    this.#next = next;
  }

  get element() {
    if (this.#element === null) {
      this.#element = this.#make();
      let behind = this.#next;
      while (behind !== null && behind.#element === null) behind = behind.#next;
      this.#list.insertBefore(this.#element, behind === null ? null : behind.#element);
    }
    return this.#element;
  }

  get hidden() {
    return this.#element === null || this.#element.hidden;
  }

  set hidden(isHidden) {
    if (!isHidden || this.#element !== null) this.element.hidden = isHidden;
  }
}
