const TELLING = /[?#&](?:error\w*|message|msg|reason)=./i;

/** A page's scripts are told by its address what to say: `#/login?error=not_a_member`. */
export function isTelling({ url }: { readonly url: string }): boolean {
  return TELLING.test(url);
}
