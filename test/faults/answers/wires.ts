import { gzipSync } from "node:zlib";

/** Answers of an API as bytes: Latin 1, each character is a byte. */

const JSON_TYPE = "application/json";

/** One account, in the words of each reader: a session, a list of accounts, one of SCIM. */
const ADA = { id: "7", email: "ada@acme.test" };
const DOCUMENT = { ...ADA, accounts: [ADA], totalResults: 1, Resources: [ADA] };
const WHOLE = JSON.stringify(DOCUMENT);
const WITHOUT = JSON.stringify({ accounts: [], totalResults: 0 });

const answer = (status: string, headers: string, body: string): string =>
  `HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body, "latin1")}\r\nconnection: close\r\n\r\n${body}`;
const ok = (body: string, headers = `content-type: ${JSON_TYPE}\r\n`): string => answer("200 OK", headers, body);
/** The whole document, which is right, under another status. */
const as = (status: string, headers = ""): string => answer(status, `content-type: ${JSON_TYPE}\r\n${headers}`, WHOLE);
const redirect = (to: string, status = 302): string => answer(`${status} Found`, `location: ${to}\r\n`, "");
/** The document with something else in its accounts, in each reader's words. */
const shows = (account: string, count = 1): string =>
  ok(`{"id":"7","accounts":[${account}],"totalResults":${count},"Resources":[${account}]}`);
const isId = (id: string): string =>
  ok(
    `{"id":${id},"accounts":[{"id":${id},"email":"a@b"}],"totalResults":1,"Resources":[{"id":${id},"emails":[{"value":"a@b"}]}]}`,
  );

export const STATUSES: { readonly [name: string]: string } = {
  "500": as("500 Oh"),
  "500 that is empty": answer("500 Oh", "", ""),
  "501": as("501 No"),
  "502 of a proxy": answer("502 Bad Gateway", "content-type: text/html\r\n", "<h1>Bad Gateway</h1>"),
  "503": as("503 Busy"),
  "503 until tomorrow": as("503 Busy", "retry-after: 86400\r\n"),
  "429 until tomorrow": as("429 Slow", "retry-after: 86400\r\n"),
  "429 until a day that is none": as("429 Slow", "retry-after: Fri, 31 Dec 99999 23:59:59 GMT\r\n"),
  "400": as("400 No"),
  "401": as("401 No", 'www-authenticate: Basic realm="\x1b[2J"\r\n'),
  "402": as("402 Pay"),
  "403": as("403 No"),
  "404": as("404 No"),
  "405": as("405 No"),
  "407": as("407 Proxy"),
  "410": as("410 Gone"),
  "418": as("418 Tea"),
  "451": as("451 Law"),
  "201": as("201 Made"),
  "202": as("202 Later"),
  "203": as("203 Said"),
  "204": answer("204 Nothing", "", ""),
  "205": answer("205 Reset", "", ""),
  "206, a part": as("206 Part", "content-range: items 0-0/2000\r\n"),
  "207": as("207 Many"),
  "304": answer("304 Same", "", ""),
  "300 with nowhere to go": as("300 Choose"),
  "301 to itself": redirect("/", 301),
  "302 to a login": redirect("/login?return_to=/accounts"),
  "302 to another host": redirect("http://evil.test/accounts"),
  "302 to an address of the cloud": redirect("http://169.254.169.254/latest/meta-data/"),
  "302 to another port": redirect("http://localhost:1/"),
  "302 to a file": redirect("file:///etc/passwd"),
  "302 to what is none": redirect("http://["),
  "302 with a token": redirect("/?access_token=s3cr3t-of-the-sp"),
  "307 to another host": redirect("http://evil.test/", 307),
  "308 to another host": redirect("//evil.test/", 308),
  "status 600": as("600 Odd"),
  "status 999": as("999 Odd"),
  "status 99": as("99 Odd"),
  "status 000": as("000 Odd"),
};

export const BODIES: { readonly [name: string]: string } = {
  "what is right": ok(WHOLE),
  "nobody at all": ok(WITHOUT),
  nothing: ok(""),
  blanks: ok(" \r\n\t"),
  null: ok("null"),
  true: ok("true"),
  "a number": ok("7"),
  "a text": ok('"accounts"'),
  "an empty list": ok("[]"),
  "a list": ok(`[${JSON.stringify(ADA)}]`),
  "a list in a list": ok(`[[${JSON.stringify(ADA)}]]`),
  "an empty map": ok("{}"),
  "no success, with 200": ok('{"success":false,"message":"Unauthenticated."}'),
  "errors of GraphQL": ok('{"data":null,"errors":[{"message":"not authorized"}]}'),
  "200,000 accounts of one id": shows(Array.from({ length: 200_000 }, () => '{"id":7}').join(","), 200_000),
  "an error with 200": ok('{"error":"token expired"}'),
  HTML: ok("<!doctype html><h1>Please sign in</h1>", "content-type: text/html\r\n"),
  "HTML that says it is JSON": ok("<!doctype html><h1>Please sign in</h1>"),
  XML: ok("<?xml version='1.0'?><accounts/>", "content-type: application/xml\r\n"),
  CSV: ok("id,email\n7,ada@acme.test\n", "content-type: text/csv\r\n"),
  "JSON lines": ok(`${WHOLE}\n${WHOLE}\n`),
  "JSON with a prefix against thieves": ok(`)]}',\n${WHOLE}`),
  JSONP: ok(`cb(${WHOLE})`, "content-type: text/javascript\r\n"),
  "JSON, and a comma": ok(`${WHOLE},`),
  "JSON with a comment": ok(`/* */${WHOLE}`),
  "JSON that ends early": ok(WHOLE.slice(0, -20)),
  "JSON that ends in a text": ok(WHOLE.slice(0, 30)),
  NaN: isId("NaN"),
  Infinity: isId("Infinity"),
  "a byte order mark": ok(`\xef\xbb\xbf${WHOLE}`),
  "two byte order marks": ok(`\xef\xbb\xbf\xef\xbb\xbf${WHOLE}`),
  "UTF-16 in UTF-8's name": ok(Buffer.from(WHOLE, "utf16le").toString("latin1")),
  "UTF-16 with its mark": ok(`\xff\xfe${Buffer.from(WHOLE, "utf16le").toString("latin1")}`),
  "a charset that is none": ok(WHOLE, `content-type: ${JSON_TYPE}; charset=klingon\r\n`),
  "bytes of no charset": shows('{"id":"7","email":"\xff\xfe\xc3("}'),
  "a NUL": ok("\0"),
  "NULs in it": ok(WHOLE.replace("ada", "a\0a")),
  "control characters as they are": ok(WHOLE.replace("ada", "a\x1b[2Ja")),
  "no type": ok(WHOLE, ""),
  "another type": ok(WHOLE, "content-type: image/png\r\n"),
  "100,000 brackets": ok("[".repeat(100_000)),
  "100,000 lists in lists": ok(`${"[".repeat(100_000)}${"]".repeat(100_000)}`),
  "100,000 maps in maps": ok(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
  "an email of 100,000 lists": shows(`{"id":"7","email":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  "an id of 100,000 lists": isId(`${"[".repeat(100_000)}${"]".repeat(100_000)}`),
  "an email of 5,000 maps": shows(`{"id":"7","email":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`),
  "a list of accounts 100,000 deep": ok(
    `{"id":"7","accounts":${"[".repeat(100_000)}${"]".repeat(100_000)},"totalResults":1,"Resources":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ),
  "100,000 accounts": shows(
    Array.from({ length: 100_000 }, (_, n) => `{"id":${n},"email":"p${n}@b"}`).join(","),
    100_000,
  ),
  "100,000 accounts of one id": shows(
    Array.from({ length: 100_000 }, () => '{"id":7,"email":"a@b"}').join(","),
    100_000,
  ),
  "100,000 keys": ok(`{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":1`).join(",")}}`),
  "an email of a million characters": shows(`{"id":"7","email":"${"x".repeat(1_000_000)}"}`),
  "an id of a million characters": isId(`"${"x".repeat(1_000_000)}"`),
  "a number of a million digits": isId("1".repeat(1_000_000)),
  "20 MB": ok(`{"filler":"${"x".repeat(20_000_000)}"}`),
};

export const VALUES: { readonly [name: string]: string } = {
  "an id that is null": isId("null"),
  "an id that is true": isId("true"),
  "an id that is false": isId("false"),
  "an id that is empty": isId('""'),
  "an id that is a blank": isId('" "'),
  "an id that is a map": isId('{"$oid":"7"}'),
  "an id that is a list": isId('["7"]'),
  "an id that is an empty list": isId("[]"),
  "an id that is an empty map": isId("{}"),
  "an id that is 0": isId("0"),
  "an id that is -0": isId("-0"),
  "an id that is no whole number": isId("7.5"),
  "an id beyond 2^53": isId("9007199254740993"),
  "an id of 1e400": isId("1e400"),
  "an id of -1e400": isId("-1e400"),
  "an id of 1e-400": isId("1e-400"),
  "an id of 1e21": isId("1e21"),
  "an id named __proto__": isId('"__proto__"'),
  "an id named constructor": isId('"constructor"'),
  "an id of control characters": isId('"\\u001b[2J\\u0007\\u0000"'),
  "an id that reads backwards": isId('"\\u202e7"'),
  "an id of half a character": isId('"\\ud800"'),
  "an id of markup": isId('"<script>alert(1)</script>"'),
  "an id that is a template": isId('"{{ns}}"'),
  "an id that is a path": isId('"../../etc/passwd"'),
  "an id of lines": isId('"7\\nSet-Cookie: a=b"'),
  "keys that stand twice": ok(
    '{"id":"8","id":"7","accounts":[{"id":"8","id":"7","email":"x","email":"ada@acme.test"}],"totalResults":1,"Resources":[{"id":"8","id":"7"}]}',
  ),
  "lists that stand twice": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"accounts":[],"totalResults":1,"totalResults":0,"Resources":[${JSON.stringify(ADA)}],"Resources":[]}`,
  ),
  "__proto__ with what is asked for": ok(`{"__proto__":${WHOLE}}`),
  "constructor and toString": ok(`{"constructor":{"prototype":{"id":"8"}},"toString":1,${WHOLE.slice(1)}`),
  "__proto__ in an account": shows('{"__proto__":{"id":"7","email":"a@b"}}'),
  "an account that is null": shows("null"),
  "an account that is a text": shows('"ada@acme.test"'),
  "an account that is a number": shows("7"),
  "an account that is a list": shows('["7","ada@acme.test"]'),
  "an account that is empty": shows("{}"),
  "one account without an id": shows('{"id":"8"},{"email":"a@b"}', 2),
  "accounts that are a map": ok(
    '{"id":"7","accounts":{"7":{"id":"7","email":"a@b"}},"totalResults":1,"Resources":{"7":{"id":"7"}}}',
  ),
  "accounts that are a text": ok('{"id":"7","accounts":"7","totalResults":1,"Resources":"7"}'),
  "accounts that are null": ok('{"id":"7","accounts":null,"totalResults":1,"Resources":null}'),
  "accounts that are a number": ok('{"id":"7","accounts":7,"totalResults":1,"Resources":7}'),
  "the same account twice": shows(`${JSON.stringify(ADA)},${JSON.stringify(ADA)}`, 2),
  "an email that is a map": shows('{"id":"7","email":{"value":"a"}}'),
  "an email that is a number": shows('{"id":"7","email":7}'),
  "an email that is true": shows('{"id":"7","email":true}'),
  "an email of 1e400": shows('{"id":"7","email":1e400}'),
  "an email of markup": shows('{"id":"7","email":"<img src=x onerror=alert(1)>"}'),
  "an email of control characters": shows('{"id":"7","email":"\\u001b]0;owned\\u0007"}'),
  "more in all than are shown": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":2000,"Resources":[${JSON.stringify(ADA)}]}`,
  ),
  "fewer in all than are shown": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":0,"Resources":[${JSON.stringify(ADA)}]}`,
  ),
  "less than none in all": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":-1,"Resources":[${JSON.stringify(ADA)}]}`,
  ),
  "1e400 in all": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":1e400,"Resources":[${JSON.stringify(ADA)}]}`,
  ),
  "a text in all": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":"1","Resources":[${JSON.stringify(ADA)}]}`,
  ),
  "from elsewhere on": ok(
    `{"id":"7","accounts":[${JSON.stringify(ADA)}],"totalResults":1,"startIndex":0,"Resources":[${JSON.stringify(ADA)}]}`,
  ),
};

const zip = (body: string): string => gzipSync(Buffer.from(body, "latin1")).toString("latin1");

export const WIRES: { readonly [name: string]: string } = {
  "nothing, and an end": "",
  "another protocol": "SSH-2.0-OpenSSH_9.7\r\n",
  "HTTP/0.9": WHOLE,
  "HTTP/2 in the clear": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "a TLS alert": "\x15\x03\x01\x00\x02\x02\x46",
  "a status that is none": `HTTP/1.1 abc OK\r\n\r\n${WHOLE}`,
  "half a status line": "HTTP/1.",
  "half a header": "HTTP/1.1 200 OK\r\ncontent-ty",
  "half a body": `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${WHOLE}`,
  "no length, and an end": `HTTP/1.1 200 OK\r\n\r\n${WHOLE}`,
  "a length that is too short": `HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n${WHOLE}`,
  "two lengths": ok(WHOLE, "content-length: 3\r\n"),
  "a negative length": `HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n${WHOLE}`,
  "an endless length": `HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n${WHOLE}`,
  "a length and chunks": ok(WHOLE, "transfer-encoding: chunked\r\n"),
  "chunks without an end": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${WHOLE.length.toString(16)}\r\n${WHOLE}\r\n`,
  "a chunk that is none": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n${WHOLE}\r\n`,
  "a negative chunk": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n\r\n",
  "a chunk of 2^64": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n${WHOLE}\r\n`,
  "chunks, and trailers": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${WHOLE.length.toString(16)}\r\n${WHOLE}\r\n0\r\nset-cookie: a=b\r\n\r\n`,
  "a header without a colon": ok(WHOLE, "nonsense\r\n"),
  "a header with a NUL": ok(WHOLE, "x: \0\r\n"),
  "a header of control characters": ok(WHOLE, "x: \x1b[2J\r\n"),
  "a header that is folded": ok(WHOLE, "x: y\r\n z\r\n"),
  "a header of 300 kB": ok(WHOLE, `x: ${"y".repeat(300_000)}\r\n`),
  "3,000 headers": ok(WHOLE, Array.from({ length: 3_000 }, (_, n) => `x${n}: y\r\n`).join("")),
  "3,000 short headers": ok(WHOLE, Array.from({ length: 3_000 }, () => "x:\r\n").join("")),
  "a header named __proto__": ok(WHOLE, "__proto__: x\r\nconstructor: y\r\n"),
  "a thousand cookies": ok(WHOLE, Array.from({ length: 1_000 }, (_, n) => `set-cookie: c${n}=1\r\n`).join("")),
  "a cookie of 10 kB": ok(WHOLE, `set-cookie: a=${"x".repeat(10_000)}\r\n`),
  "gzip that nobody asked for": ok(zip(WHOLE), `content-type: ${JSON_TYPE}\r\ncontent-encoding: gzip\r\n`),
  "gzip that is none": ok("abcd", "content-encoding: gzip\r\n"),
  "gzip that grows a thousandfold": ok(zip(`{"filler":"${"x".repeat(50_000_000)}"}`), "content-encoding: gzip\r\n"),
  "an encoding that nobody knows": ok(WHOLE, "content-encoding: klingon\r\n"),
  "100, and then an answer": `HTTP/1.1 100 Continue\r\n\r\n${ok(WHOLE)}`,
  "103 a thousand times, and then an answer": `${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1_000)}${ok(WHOLE)}`,
  "102 without an end": "HTTP/1.1 102 Processing\r\n\r\n".repeat(100),
  "101 that nobody asked for": "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  "two answers": `${ok(WHOLE)}${ok(WITHOUT)}`,
  "an answer, kept alive, and an end": ok(WHOLE).replace("close", "keep-alive"),
  "an answer, and garbage": `${ok(WHOLE)}\0\0garbage`,
  "bare line feeds": `HTTP/1.1 200 OK\ncontent-length: ${WHOLE.length}\n\n${WHOLE}`,
  "204 with a body": `HTTP/1.1 204 Nothing\r\ncontent-length: ${WHOLE.length}\r\n\r\n${WHOLE}`,
};

export const SILENT: { readonly [name: string]: string } = {
  silence: "",
  "half a status line, and silence": "HTTP/1.1 2",
  "headers, and silence": `HTTP/1.1 200 OK\r\ncontent-length: ${WHOLE.length}\r\n\r\n`,
  "half a body, and silence": `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${WHOLE}`,
  "chunks, and silence": `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${WHOLE.length.toString(16)}\r\n${WHOLE}\r\n`,
  "100, and silence": "HTTP/1.1 100 Continue\r\n\r\n",
};
