/** What a statement consists of, whatever it is written in. Texts are plain: whoever writes them escapes them. */
export type Block =
  | { readonly kind: "title" | "heading" | "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
