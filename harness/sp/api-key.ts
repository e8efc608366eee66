import type { Browser } from "../agent/port.ts";
import type { Action, SessionDriver } from "../scenario/model/index.ts";
import { ActionFailed, type ActionScope, performActions, type Performed } from "./actions.ts";
import { keep, lastAnswer, sourceOf } from "./kept.ts";
import { valueAt } from "./kept-value.ts";

/** Makes keys by hand, and knows who holds one. */
export class ApiKeys {
  readonly #driver: SessionDriver | undefined;
  readonly #learn: (secrets: readonly string[]) => void;
  readonly #holders = new WeakSet<Browser>();

  /** `learn` is told every key, before anybody shows it. */
  constructor(driver: SessionDriver | undefined, learn: (secrets: readonly string[]) => void = () => {}) {
    this.#driver = driver;
    this.#learn = learn;
  }

  /** How whoever holds a key asks whose it is; undefined: they hold none. */
  driverFor(holder: Browser): SessionDriver | undefined {
    return this.#holders.has(holder) ? this.#driver : undefined;
  }

  /**
   * Does what makes a key in a browser, and gives what is shown of it to the holder alone: in the browser nothing of it is
   * kept, which has its session beside. Throws ActionFailed where nothing is shown.
   */
  async make(browser: Browser, holder: Browser, actions: readonly Action[], scope: ActionScope): Promise<Performed> {
    const driver = this.#driver;
    if (driver === undefined) throw new Error("the plan has a step that the target cannot: api_key");
    const before = lastAnswer(browser);
    const performed = await performActions(browser, actions, scope);
    const answer = lastAnswer(browser);
    for (const [name, place] of Object.entries(driver.kept ?? {})) {
      const inAnswer =
        answer === undefined || answer === before ? null : valueAt({ ...answer, contentOf: () => null }, name, place);
      const value = inAnswer ?? (browser.page === null ? null : valueAt(sourceOf(browser.page), name, place));
      if (value === null || value === "") throw unmade(driver, name, performed);
      this.#learn([value]);
      keep(holder, name, value);
    }
    this.#holders.add(holder);
    return performed;
  }
}

function unmade({ place: { file, line, column } }: SessionDriver, name: string, { refused }: Performed): ActionFailed {
  if (refused !== null) return new ActionFailed(refused, { passing: true });
  const cure = "correct one of them; where the SP has no keys of a person's own, write `api_key: none`";
  const what = `nothing stands where kept.${name} of observe.api_key says in what drive.api_key was answered, or led to`;
  return new ActionFailed(`${file}:${line}:${column}: ${what}: ${cure}`);
}
