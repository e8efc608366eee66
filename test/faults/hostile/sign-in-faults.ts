import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Account, Sp } from "./store.ts";

/** The person who signs in; null at the front door, where nobody is known yet. */
export interface Arrival {
  readonly email: string;
  /** Makes the account, or finds it. */
  account(): Account;
}

const HTML = { "content-type": "text/html" };
const FLOOD = Buffer.alloc(1024 * 1024, "<p>more</p>\n");

type Fault = (res: ServerResponse, who: Arrival | null, sp: Sp) => void;

function cookieFor(account: Account | undefined, sp: Sp): string {
  const session = randomUUID();
  if (account !== undefined) sp.sessions.set(session, account);
  return `sid=${session}; Path=/; HttpOnly`;
}

function welcome(res: ServerResponse, who: Arrival | null, sp: Sp): void {
  res.writeHead(303, { location: "/", "set-cookie": cookieFor(who?.account(), sp) }).end();
}

const FAULTS: { readonly [name: string]: Fault } = {
  "answers-500": (res) => void res.writeHead(500, HTML).end("<h1>Something went wrong</h1>"),
  "answers-429": (res) => void res.writeHead(429, HTML).end("<h1>Slow down</h1>"),
  hangs: () => undefined,
  drips: (res) => {
    res.writeHead(200, HTML).write("<!doctype html>");
    const timer = setInterval(() => res.write(" "), 100);
    res.on("close", () => clearInterval(timer));
  },
  loops: (res) => void res.writeHead(302, { location: "/loop/1" }).end(),
  floods: (res) => {
    res.writeHead(200, HTML);
    let left = 50;
    const more = () => {
      while (left-- > 0) if (!res.write(FLOOD)) return void res.once("drain", more);
      res.end();
    };
    more();
  },
  cuts: (res) => {
    res.writeHead(200, { ...HTML, "content-length": "1000" }).write("<p>and then");
    setTimeout(() => res.destroy(), 20);
  },
  babbles: (res) => void res.socket?.end("ICY 200 OK\nno header: at all\n\n"),
  "leads-away": (res) => void res.writeHead(302, { location: "http://sp.example.com/welcome" }).end(),
  "leads-nowhere": (res) => void res.writeHead(302, { location: "http://[not an address/" }).end(),
  cookies: (res, who, sp) => {
    const many = Array.from({ length: 1_000 }, (_, n) => `c${n}=1; Path=/`);
    res.writeHead(303, { location: "/", "set-cookie": [...many, cookieFor(who?.account(), sp)] }).end();
  },
  "broken-html": (res, who, sp) => {
    const tags = "<table><a href='<b>'</i><form><svg><p></table>".repeat(2_000);
    res.writeHead(200, { ...HTML, "set-cookie": cookieFor(who?.account(), sp) }).end(`<html><body <!-- ${tags}`);
  },
  "broken-charset": (res, who, sp) => {
    const type = { "content-type": "text/html; charset=klingon-8", "set-cookie": cookieFor(who?.account(), sp) };
    res.writeHead(200, type).end(Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xfe, 0xc3, 0x28, 0x00, 0x1b, 0x5b, 0x33]));
  },
  consent: (res) =>
    void res
      .writeHead(200, HTML)
      .end('<h1>Before you go on</h1><form action="/agree" method="post">Our terms. <button>Accept</button></form>'),
  captcha: (res) =>
    void res
      .writeHead(200, HTML)
      .end('<h1>One moment</h1><form><div class="g-recaptcha" data-sitekey="x"></div></form>'),
  "latin-1": (res) =>
    void res
      .writeHead(403, { "content-type": "text/html; charset=iso-8859-1" })
      .end(Buffer.from("<h1>Zugriff verweigert: Schlüssel fehlt</h1>", "latin1")),
  "windows-1251": (res) =>
    void res
      .writeHead(403, { "content-type": "text/html" })
      .end(
        Buffer.concat([
          Buffer.from("<meta charset=windows-1251><h1>"),
          Buffer.from([0xcd, 0xe5, 0xf2]),
          Buffer.from("</h1>"),
        ]),
      ),
  "wrong-person": (res, who, sp) => {
    who?.account();
    const ns = /^ada\.([a-z0-9]+)@/.exec(who?.email ?? "")?.[1] ?? "nobody";
    const other = [...sp.accounts.values()].find(({ email }) => email.includes(ns) && email !== who?.email);
    res.writeHead(303, { location: "/", "set-cookie": cookieFor(other, sp) }).end();
  },
  outsider: (res, _, sp) => void res.writeHead(303, { location: "/", "set-cookie": cookieFor(sp.outsider, sp) }).end(),
  "signs-nobody-in": (res) => void res.writeHead(200, HTML).end("<h1>Welcome!</h1>"),
  /** Breaks the first two who come at the same time, and nobody who comes alone. */
  crowd: (res, who, sp) => {
    const meet = () => void res.writeHead(500, HTML).end("<h1>Too many at once</h1>");
    const { alone } = sp;
    if (sp.met || who === null) return welcome(res, who, sp);
    if (alone === null) return void (sp.alone = meet);
    sp.met = true;
    alone();
    meet();
  },
  "creates-then-500": (res, who) => {
    who?.account();
    res.writeHead(500, HTML).end("<h1>Something went wrong</h1>");
  },
};

export function signInFault(name: string, res: ServerResponse, who: Arrival | null, sp: Sp): void {
  const fault = FAULTS[name];
  if (fault === undefined) throw new Error(`no fault is named ${name}`);
  fault(res, who, sp);
}
