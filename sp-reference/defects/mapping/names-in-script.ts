import type { Defect } from "../defect.ts";

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export const namesInScript: Defect = {
  id: "names-in-script",
  description:
    "Hands the account to the scripts of the page as JSON, in which nothing ends a string, but much a script.",
  spoil: (workings) => ({
    ...workings,
    page: {
      ...workings.page,
      landing: (res, { account: { name, email, id } }) => {
        const page = `<p>You are signed in as ${escaped(name ?? email ?? id)}.</p>`;
        const state = `<script>var account = ${JSON.stringify({ id, name, email })};</script>`;
        res.type("html").send(`<!doctype html><title>Reference SP</title>${page}${state}`);
      },
    },
  }),
};
