import { defined } from "../defined.ts";
import { messageOf } from "../errors.ts";
import type { Live } from "../run/live.ts";
import { parseScenario, scenarioLike } from "../scenario/index.ts";
import type { Scenario } from "../scenario/model/index.ts";
import { expectationInWords, stepInWords } from "../scenario/vocabulary/index.ts";
import type { Check } from "../plan/index.ts";
import { textIn, usage } from "./asked.ts";
import type { Recorder } from "./recorder.ts";
import type { Asked } from "./runs.ts";
import type { Json } from "./server.ts";
import { brief, type Shelf } from "./shelf.ts";
import { stepsOf, type Takes } from "./takes.ts";

/** What the page asks of scenarios: to read them, which to run, and to keep one that was recorded. */
export class ScenarioDesk {
  readonly #shelf: Shelf;
  readonly #live: Live;
  readonly #recorder: Recorder;
  readonly #takes: Takes;

  constructor(shelf: Shelf, live: Live, recorder: Recorder, takes: Takes) {
    this.#shelf = shelf;
    this.#live = live;
    this.#recorder = recorder;
    this.#takes = takes;
  }

  /** All of them, a line each. */
  list(): object {
    const { scenarios, own, fault } = this.#shelf.list();
    return { scenarios: scenarios.map((scenario) => brief(scenario, own)), fault };
  }

  /** What they come to at this SP: how many checks, and about how long all of them and those of each pack take. */
  plan(): object {
    const { checks } = this.#live.plan(this.#shelf.list().scenarios);
    const about = (some: readonly Check[]) => this.#takes.of(some.reduce((sum, check) => sum + stepsOf(check), 0));
    const packs = [...Map.groupBy(checks, ({ pack }) => pack)].map(([pack, some]) => [pack, about(some)] as const);
    return { checks: checks.length, about_ms: about(checks), packs: Object.fromEntries(packs) };
  }

  /** One to read; null: there is none. */
  read(id: string): object | null {
    const found = this.#shelf.list().scenarios.find((scenario) => scenario.id === id);
    if (found === undefined) return null;
    const { place, steps, explain, references } = found;
    return {
      file: place.file,
      text: this.#shelf.text(found),
      steps: steps.map((step) => ({
        does: stepInWords(step),
        expects: step.expect?.all.flatMap(expectationInWords) ?? [],
      })),
      explain,
      references,
    };
  }

  /** What somebody asks to be run. Throws ERR_USAGE. */
  askedFor({ id, pack, paced, connection }: Json): Asked {
    const { scenarios } = this.#shelf.list();
    const some = (are: (scenario: Scenario) => boolean, what: string, isAll = false): Asked => {
      const those = scenarios.filter(are);
      if (those.length === 0) throw usage(`there is no scenario in ${what}`);
      if (paced !== true) return { what, scenarios: those, isAll, paced: false };
      // Nobody walks through eighteen of them: one, where people sign in at the moment if it fits there.
      const checks = this.#live.plan(those).checks.filter(({ settled }) => settled === undefined);
      const one = checks.find((check) => check.connection === connection) ?? checks[0];
      return { what, scenarios: those, isAll, paced: true, ...defined({ check: one?.name }) };
    };
    if (typeof id === "string") return some((scenario) => scenario.id === id, id);
    if (typeof pack === "string") return some((scenario) => scenario.pack === pack, `the pack ${pack}`);
    return some(() => true, "all scenarios", true);
  }

  recording(id: string): object {
    const { count } = this.#recorder;
    return { count, text: count === 0 ? "" : this.#recorder.write(id) };
  }

  /** Only what lints is kept. */
  async keepRecording(body: Json): Promise<object> {
    const id = textIn(body, "id");
    let text: string;
    try {
      text = scenarioLike(textIn(body, "text"), id);
    } catch (error) {
      throw usage(`this is no scenario: ${messageOf(error)}`);
    }
    parseScenario(text, `${id}.yaml`);
    return { file: await this.#shelf.save(id, text) };
  }
}
