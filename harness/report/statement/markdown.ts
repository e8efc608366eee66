import { escapeMarkdown } from "../markdown-text.ts";
import type { Block } from "./block.ts";

export function* markdownText(blocks: Iterable<Block>): Generator<string> {
  for (const block of blocks) yield `${written(block)}\n\n`;
}

function written(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${escapeMarkdown(block.text)}`;
    case "heading":
      return `## ${escapeMarkdown(block.text)}`;
    case "text":
      return escapeMarkdown(block.text);
    case "list":
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join("\n");
    case "table":
      return [block.head, block.head.map(() => "---"), ...block.rows.map((row) => row.map(escapeMarkdown))]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
  }
}
