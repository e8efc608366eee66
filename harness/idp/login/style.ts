/** The style of every page of the IdPs; one constant, so that one hash in the Content-Security-Policy admits it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f3f4f8; --paper: #fff; --ink: #1b1e2b; --soft: #5a6072; --line: #dcdfe8; --accent: #4338ca; --hover: #eef0ff;
  --warn: #9a3412;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12141c; --paper: #1b1e2a; --ink: #eceef6; --soft: #a3a9bd; --line: #333849; --accent: #a5b4fc; --hover: #262b40;
    --warn: #fdba74;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 34rem; margin: 0 auto; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; }
main.wide { max-width: 52rem; }
header { max-width: 34rem; margin: 0 auto .9rem; display: flex; justify-content: space-between; gap: 1rem; font-size: .875rem; color: var(--soft); }
header.wide { max-width: 52rem; }
header a { color: inherit; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
p { margin: .4rem 0; }
a { color: var(--accent); }
.soft { color: var(--soft); }
.warn { color: var(--warn); }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
code.copy, pre.copy { user-select: all; }
pre { white-space: pre-wrap; word-break: break-all; margin: .2rem 0 0; padding: .7rem .8rem; background: var(--page); border-radius: 9px; }
form { margin: 0; }
.search { display: flex; gap: .5rem; margin: 1.1rem 0 .9rem; }
.search input { flex: 1; min-width: 0; }
input[type=search] {
  font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 9px; padding: .55rem .75rem;
}
.button {
  font: inherit; color: var(--accent); background: none; border: 1px solid var(--line); border-radius: 9px; padding: .55rem .9rem;
  cursor: pointer; text-decoration: none; display: inline-block;
}
.button:hover, .card:hover { background: var(--hover); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.cards { display: grid; gap: .5rem; margin: 0; padding: 0; list-style: none; }
.list { margin: 1.1rem 0; }
.card {
  display: flex; align-items: center; gap: .85rem; width: 100%; text-align: left; font: inherit; color: inherit; cursor: pointer;
  background: none; border: 1px solid var(--line); border-radius: 11px; padding: .65rem .8rem; text-decoration: none;
}
.card.hint { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.card.hint:focus-visible { box-shadow: none; }
.card > span:last-child { min-width: 0; }
.card b, .card small { display: block; overflow-wrap: anywhere; }
.card b { font-weight: 600; }
.card small { color: var(--soft); font-size: .875rem; }
.face {
  flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center; color: #fff; font-weight: 600;
}
.f0 { background: #4338ca; } .f1 { background: #0f766e; } .f2 { background: #be185d; }
.f3 { background: #b45309; } .f4 { background: #1d4ed8; } .f5 { background: #6d28d9; }
.end { margin-top: 1.2rem; padding-top: 1.1rem; border-top: 1px solid var(--line); display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
.ways { display: flex; gap: .5rem; }
dl { margin: 1rem 0 0; }
dt { color: var(--soft); font-size: .875rem; margin-top: .8rem; }
dd { margin: .1rem 0 0; overflow-wrap: anywhere; }
`;
