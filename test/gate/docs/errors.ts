import { ERRORS } from "../../../harness/errors.ts";

const GROUPS = [
  { status: 2, title: "The command line or a file is wrong" },
  { status: 3, title: "The SP is not set up, or does not run" },
  { status: 4, title: "The kit itself" },
];

/** Every error by the exit status that it ends with. */
export function errors(): string {
  return GROUPS.map(({ status, title }) => {
    const lines = Object.entries(ERRORS).flatMap(([code, error]) =>
      error.status === status ? [`- \`${code}\` (${status}): ${error.about}`] : [],
    );
    return [`## ${title}`, "", ...lines, ""].join("\n");
  }).join("\n");
}
