import { KNOB_ROWS } from "../../../harness/scenario/model/index.ts";

/** Every knob, its values, and what is dangerous in them. */
export function policies(): string {
  return Object.entries(KNOB_ROWS)
    .map(([knob, { about, note, values }]) => {
      const lines = Object.entries(values).map(([value, row]) => {
        const unsafe = row.unsafe === undefined ? "" : ` **Unsafe**: ${row.unsafe}.`;
        const risk = row.risk === undefined ? "" : ` A stated risk: ${row.risk}.`;
        return `- \`${value}\`: ${row.is}.${unsafe}${risk}${row.note === undefined ? "" : ` ${row.note}`}`;
      });
      return [`## ${knob}`, "", about, "", ...lines, ...(note === undefined ? [] : ["", note]), ""].join("\n");
    })
    .join("\n");
}
