/** Answers of a hostile SP to a browser: bytes as they leave, and what becomes of the navigation. */

/** The failure's kind, else the status of the page that is shown in the end. */
type End =
  "malformed" | "too_large" | "too_many_redirects" | "host_not_allowed" | "connection_reset" | "timeout" | number;

export interface Answer {
  readonly name: string;
  /** Latin 1: each character is a byte. */
  readonly raw: string;
  /** The connection is closed behind it; else it stays open, and nothing more comes. */
  readonly open?: boolean;
  readonly end: End;
}

const ok = (body: string, headers = "", type = "text/html; charset=utf-8"): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body, "latin1")}\r\n${headers}connection: close\r\n\r\n${body}`;
const headed = (headers: string): string => ok("<p>x", headers);
const redirect = (location: string, status = 302): string =>
  `HTTP/1.1 ${status} Found\r\nlocation: ${location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;

const LOCATIONS: { readonly [location: string]: End } = {
  "/end": 200,
  "//localhost:PORT/end": 200,
  "?x": 200,
  "#x": "too_many_redirects",
  "": 302,
  "http://localhost:PORT/end#%00": 200,
  "http://user:secret@localhost:PORT/end": 200,
  "HTTP://LOCALHOST:PORT/end": 200,
  "/end\tx": 404,
  "/\\evil.test/": "host_not_allowed",
  "//evil.test/": "host_not_allowed",
  "\\\\evil.test\\": "host_not_allowed",
  "http://evil.test/": "host_not_allowed",
  "https://evil.test/": "host_not_allowed",
  "http://localhost.evil.test/": "host_not_allowed",
  "http://127.0.0.1.evil.test/": "host_not_allowed",
  "http://localhost@evil.test/": "host_not_allowed",
  "http://evil.test#@localhost/": "host_not_allowed",
  "http://169.254.169.254/latest/meta-data/": "host_not_allowed",
  "http://0x7f.1.evil.test/": "host_not_allowed",
  "http://10.0.0.1/": "host_not_allowed",
  "http://[fe80::1]/": "host_not_allowed",
  "http://[::ffff:10.0.0.1]/": "host_not_allowed",
  "http://8.8.8.8:53/": "host_not_allowed",
  "http://1.1/": "host_not_allowed",
  "http://xn--/": "host_not_allowed",
  "http://[": "malformed",
  "http://[::1": "malformed",
  "http://localhost:99999/": "malformed",
  "http://": "malformed",
  "http:///": "malformed",
  "http://%zz/": "malformed",
  "http://a b/": "malformed",
  "javascript:alert(1)": "malformed",
  "data:text/html,<p>x": "malformed",
  "file:///etc/passwd": "malformed",
  "blob:http://localhost/x": "malformed",
  "about:blank": "malformed",
  "app:/callback": "malformed",
  "ftp://localhost/": "malformed",
  "ws://localhost:PORT/": "malformed",
  "mailto:a@b": "malformed",
  "view-source:http://localhost/": "malformed",
};

const BODIES: { readonly [name: string]: string } = {
  nothing: "",
  "a NUL": "\0",
  "bytes of no charset": "\xff\xfe\xfd\x80\x81",
  "half a UTF-8 character": "<p>\xe2\x82",
  "a thousand open tags": "<b>".repeat(1_000),
  "a hundred thousand open tags": "<b>".repeat(100_000),
  "tables in tables": "<table><tr><td>".repeat(5_000),
  "forms in forms": "<form>".repeat(5_000),
  "half a tag": "<a href='",
  "half a comment": "<!-- ",
  "half a script": "<script>var a = '",
  "half a CDATA": "<svg><![CDATA[",
  "a template": "<template><form method=post action=/x><input name=a></template>",
  "100,000 attributes": `<p ${Array.from({ length: 50_000 }, (_, n) => `a${n}=1`).join(" ")}>`,
  "an attribute of a MiB": `<p title="${"x".repeat(1_000_000)}">`,
  entities: "&#0;&#xD800;&#x110000;&#99999999999;&nosuch;&amp",
  "ten thousand inputs": `<form>${"<input name=a value=b>".repeat(10_000)}</form>`,
  "ten thousand forms": "<form><button>Go</button></form>".repeat(10_000),
  "a button that is a form of another":
    "<form id=a></form><button form=b>x</button><button form=a formaction='http://['>y</button>",
  "a base elsewhere": "<base href='http://evil.test/'><a href=x>x</a><form action=y></form>",
  "a base that is none": "<base href='http://['><a href=x>x</a>",
  "a refresh that is far": "<meta http-equiv=refresh content='99999999999;url=/end'>",
  "a refresh that is none": "<meta http-equiv=refresh content='0;url=http://['>",
  "a refresh by script": "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "a title that is a script": "<title><script>alert(1)</script></title>",
  "control characters": "\x1b[2J\x1b]0;owned\x07\x9b31m<p>\x08\x08",
  "a document type that is none":
    "<!DOCTYPE x SYSTEM 'file:///etc/passwd' [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;",
  laughs: `<!DOCTYPE x [${"abcdefgh"
    .split("")
    .map((c, n) => `<!ENTITY ${c} "${`&${"zabcdefg"[n]};`.repeat(10)}">`)
    .join("")}]><p>&h;`,
  "labels of each other": "<label for=a id=b></label><label for=b id=a></label><input id=c>",
  "the same id, a thousand times": "<p id=a>".repeat(1_000),
  "a select without end": `<select name=a>${"<option>x".repeat(20_000)}`,
  "right to left":
    "\u202e"
      .split("")
      .map(() => "\xe2\x80\xae")
      .join("") + "<p>x",
};

const HEADERS: { readonly [name: string]: readonly [headers: string, end: End] } = {
  "a cookie without a name": ["set-cookie: =x\r\n", 200],
  "a cookie that is nothing": ["set-cookie: \r\n", 200],
  "a cookie of semicolons": ["set-cookie: ;;;;;;\r\n", 200],
  "a cookie for everybody": ["set-cookie: a=b; Domain=com\r\n", 200],
  "a cookie for another site": ["set-cookie: a=b; Domain=evil.test\r\n", 200],
  "a cookie for an address": ["set-cookie: a=b; Domain=127.0.0.1\r\n", 200],
  "a cookie of a far day": ["set-cookie: a=b; Expires=Fri, 31 Dec 99999 23:59:59 GMT\r\n", 200],
  "a cookie of no day": ["set-cookie: a=b; Expires=yesterday\r\n", 200],
  "a cookie of an endless age": ["set-cookie: a=b; Max-Age=99999999999999999999\r\n", 200],
  "a cookie of an age that is none": ["set-cookie: a=b; Max-Age=1e9\r\n", 200],
  "a cookie with a control character": ["set-cookie: a=\x01b\r\n", "malformed"],
  "a cookie with quotes": ['set-cookie: a="b;c"; Path="/\r\n', 200],
  "a cookie of 5 kB": [`set-cookie: a=${"x".repeat(5_000)}\r\n`, 200],
  "a cookie of bytes": ["set-cookie: \xff=\xfe\r\n", 200],
  "__Host- without https": ["set-cookie: __Host-a=b; Path=/; Secure\r\n", 200],
  "__Secure- without Secure": ["set-cookie: __Secure-a=b\r\n", 200],
  "SameSite of no kind": ["set-cookie: a=b; SameSite=Sometimes\r\n", 200],
  Partitioned: ["set-cookie: a=b; Partitioned; Secure\r\n", 200],
  "a path that is none": ["set-cookie: a=b; Path=nowhere\r\n", 200],
  "a cookie named __proto__": ["set-cookie: __proto__=b\r\nset-cookie: constructor=c\r\n", 200],
  "a thousand cookies": [Array.from({ length: 1_000 }, (_, n) => `set-cookie: c${n}=1\r\n`).join(""), 200],
  "two lengths": ["content-length: 3\r\n", "malformed"],
  "a length and chunks": ["transfer-encoding: chunked\r\n", "malformed"],
  "an encoding that nobody knows": ["content-encoding: klingon\r\n", "malformed"],
  "a header without a colon": ["nonsense\r\n", "malformed"],
  "a header without a name": [": x\r\n", "malformed"],
  "a header that is folded": ["x: y\r\n z\r\n", "malformed"],
  "a header with a NUL": ["x: \0\r\n", "malformed"],
  "a header of 300 kB": [`x: ${"y".repeat(300_000)}\r\n`, "too_large"],
  "3,000 headers": [Array.from({ length: 3_000 }, (_, n) => `x${n}: y\r\n`).join(""), 200],
  "a header named __proto__": ["__proto__: x\r\nconstructor: y\r\n", 200],
  "a policy that is none": ["content-security-policy: ;;;;sandbox;;\r\nreferrer-policy: nonsense\r\n", 200],
  "a refresh": ["refresh: 0;url=http://[\r\n", 200],
  "a refresh elsewhere": ["refresh: 0;url=http://evil.test/\r\n", "host_not_allowed"],
  "a date that is none": ["date: never\r\nexpires: 0\r\nage: -1\r\n", 200],
};

const TYPES: readonly string[] = [
  "",
  ";",
  "text/html; charset=",
  "text/html; charset=klingon",
  'text/html; charset="utf-8',
  "text/html; charset=utf-7",
  "text/html; charset=utf-16",
  "text/html; charset=x-user-defined",
  "application/octet-stream",
  "image/svg+xml",
  "application/xhtml+xml",
  "application/json",
  "multipart/x-mixed-replace; boundary=x",
  "constructor",
  "\x01\x02",
];

const RAW: { readonly [name: string]: readonly [raw: string, end: End] } = {
  "nothing, and an end": ["", "connection_reset"],
  "another protocol": ["SSH-2.0-OpenSSH_9.7\r\n", "malformed"],
  "HTTP/0.9": ["<p>hello", "malformed"],
  "HTTP/2 in the clear": ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "malformed"],
  "a status that is none": ["HTTP/1.1 abc OK\r\n\r\n", "malformed"],
  "status 99": ["HTTP/1.1 99 OK\r\n\r\n", "malformed"],
  "status 0": ["HTTP/1.1 000 OK\r\n\r\n", 0],
  "status 999": ["HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n", 999],
  "status 299": ["HTTP/1.1 299 Odd\r\ncontent-length: 0\r\n\r\n", 299],
  "status 599": ["HTTP/1.1 599 Odd\r\ncontent-length: 0\r\n\r\n", 599],
  "304 for nothing": ["HTTP/1.1 304 Not Modified\r\n\r\n", 304],
  "204 with a body": ["HTTP/1.1 204 No Content\r\n\r\n<p>x", "malformed"],
  "205": ["HTTP/1.1 205 Reset\r\ncontent-length: 0\r\n\r\n", 205],
  "401 without a challenge": ["HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n", 401],
  "407": ["HTTP/1.1 407 Proxy\r\ncontent-length: 0\r\n\r\n", 407],
  "451": ["HTTP/1.1 451 Law\r\ncontent-length: 0\r\n\r\n", 451],
  "101 that nobody asked for": [
    "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    "connection_reset",
  ],
  "100, and then an answer": [`HTTP/1.1 100 Continue\r\n\r\n${ok("<p>x")}`, 200],
  "103, and then an answer": [`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${ok("<p>x")}`, 200],
  "103 a thousand times": [`${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1_000)}${ok("<p>x")}`, 200],
  "half a status line": ["HTTP/1.", "connection_reset"],
  "half a header": ["HTTP/1.1 200 OK\r\ncontent-ty", "connection_reset"],
  "half a body": ["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<p>", "connection_reset"],
  "a negative length": ["HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n<p>", "malformed"],
  "an endless length": ["HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n<p>", "malformed"],
  "a chunk that is none": ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n<p>\r\n", "malformed"],
  "a chunk that is longer": [
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n<p>\r\n",
    "connection_reset",
  ],
  "a negative chunk": ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n\r\n", "malformed"],
  "chunks without an end": ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n<p>\r\n", "connection_reset"],
  "two answers": [`${ok("<p>x")}${ok("<p>y")}`, "malformed"],
  "gzip that is none": ["HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd", "malformed"],
  "brotli that is none": ["HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 4\r\n\r\nabcd", "malformed"],
  "3 MiB": [ok("x".repeat(3 * 1024 * 1024)), "too_large"],
  "bare line feeds": ["HTTP/1.1 200 OK\ncontent-length: 3\n\n<p>", "malformed"],
  "blank lines ahead": [`\r\n\r\n${ok("<p>x")}`, 200],
};

const named = (area: string, entries: readonly (readonly [string, string, End])[]): readonly Answer[] =>
  entries.map(([name, raw, end]) => ({ name: `${area}: ${name === "" ? "nothing" : name}`, raw, end }));

export const NAVIGATION: readonly Answer[] = [
  ...named(
    "redirect to",
    Object.entries(LOCATIONS).map(([to, end]) => [to, redirect(to), end]),
  ),
  ...named(
    "redirect",
    [301, 303, 307, 308].map((status) => [String(status), redirect("/end", status), 200]),
  ),
  ...named(
    "redirect",
    [300, 304, 305, 306].map((status) => [String(status), redirect("/end", status), status]),
  ),
  ...named("redirect", [["in a circle", redirect("/again"), "too_many_redirects"]]),
  ...named(
    "body",
    Object.entries(BODIES).map(([name, body]) => [name, ok(body), 200]),
  ),
  ...named(
    "header",
    Object.entries(HEADERS).map(([name, [headers, end]]) => [name, headed(headers), end]),
  ),
  ...named(
    "type",
    TYPES.map((type) => [type, ok("<p>x", "", type), type.startsWith("\x01") ? "malformed" : 200]),
  ),
  ...named(
    "wire",
    Object.entries(RAW).map(([name, [raw, end]]) => [name, raw, end]),
  ),
  { name: "wire: silence", raw: "", open: true, end: "timeout" },
  {
    name: "wire: half an answer, and silence",
    raw: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<p>",
    open: true,
    end: "timeout",
  },
];
