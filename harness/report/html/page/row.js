/**
 * A check's place in a list of thousands, of which a page shows a hundred at first: its element is made when it is shown
 * for the first time, behind the one before it that is there.
 */
export class Row {
  #make;
  #list;
  #previous;
  #element = null;

  /** `previous`: the row before it, null for the first. */
  constructor(list, make, previous) {
    this.#list = list;
    this.#make = make;
    this.#previous = previous;
  }

  get element() {
    if (this.#element === null) {
      this.#element = this.#make();
      let before = this.#previous;
      // Rows are mostly made in their order, and the one before is there.
      while (before !== null && before.#element === null) before = before.#previous;
      if (before === null) this.#list.prepend(this.#element);
      else before.#element.after(this.#element);
    }
    return this.#element;
  }

  get isMade() {
    return this.#element !== null;
  }

  get hidden() {
    return this.#element === null || this.#element.hidden;
  }

  set hidden(isHidden) {
    if (!isHidden || this.#element !== null) this.element.hidden = isHidden;
  }
}
