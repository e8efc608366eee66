/** What a browser needs to know of the machine: folders, language, display, fonts, libraries. */
const NEEDED =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TZ|TMPDIR|TMP|TEMP|LANG|LANGUAGE|LC_\w+|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|FONTCONFIG_\w+|LD_LIBRARY_PATH|SystemRoot|LOCALAPPDATA|USERPROFILE|PROGRAMFILES)$/i;

/**
 * The browser's environment: of the kit's own what a browser needs, so that neither the tokens of the SP nor a proxy come
 * to it.
 */
export function surroundings(environment: { readonly [name: string]: string | undefined }): {
  readonly [name: string]: string;
} {
  const needed = Object.entries(environment).filter(([name]) => NEEDED.test(name));
  return Object.fromEntries(needed.map(([name, value]) => [name, value ?? ""]));
}
