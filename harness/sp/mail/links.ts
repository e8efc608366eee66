/** What a mail shows by itself, and nobody follows: pictures (one may be there to be counted), styles. */
const SHOWN = /\s(?:src|srcset|background|poster)\s*=\s*(?:\\?"[^"]*"|'[^']*'|[^\s>]+)|<link\b[^>]*>|\burl\([^)]*\)/gi;

/** The web addresses in a mail's text, plain or HTML, that lead somewhere, each once and in their order. */
export function linksIn(text: string): readonly string[] {
  const found = [...text.replace(SHOWN, " ").matchAll(/https?:\/\/[^\s"'<>\\]+/gi)].map(([link]) =>
    link
      .replace(/&(?:amp|#38|#x26);/gi, "&")
      // What ends a sentence, or stands around the address, is no part of it.
      .replace(/[.,;:!?)\]}*]+$/, ""),
  );
  return [...new Set(found)].filter((link) => URL.canParse(link));
}

/** A part of an address that nobody guesses: words have neither digits nor capitals in them. */
const TOKEN = /^(?=.*[0-9A-Z])[\w~.-]{10,}$/;

/**
 * The link for which a mail was sent: at the SP, and with something in it that nobody guesses; null: no link of it is so.
 * The first, where several are: it stands above those of the footer.
 */
export function secretLink(links: readonly string[], origin: string, ns: string): string | null {
  return links.find((link) => new URL(link).origin === origin && secretsOf(link, ns).length > 0) ?? null;
}

/** What of a link opens what it leads to; who it is for, by their namespace, is no secret. */
export function secretsOf(link: string, ns: string): readonly string[] {
  const { pathname, searchParams, hash } = new URL(link);
  const parts = [...pathname.split("/"), ...searchParams.values(), ...hash.replace(/^#/, "").split(/[/?&=]/)];
  return parts.map(decoded).filter((part) => TOKEN.test(part) && !part.toLowerCase().includes(ns));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
