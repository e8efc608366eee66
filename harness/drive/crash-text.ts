/**
 * Words that no SP means a person to read (CWE-209): an exception's name, a traceback, a place in its source, what its
 * database said. Each is so written that a sentence about errors does not match; what stands in scripts is never looked
 * at.
 */
const CRASHES: readonly RegExp[] = [
  // JavaScript
  /\b(?:TypeError|ReferenceError|SyntaxError|RangeError|UnhandledPromiseRejection\w*)\b\s*(?:\[\w+\])?:\s\S/,
  /Cannot (?:read|set) propert(?:y|ies) (?:of|'[^']*' of) (?:undefined|null)/,
  /Cannot destructure property\b/,
  /\bat (?:async )?[\w.<>$[\] ]{1,120} \((?:file:\/\/|node:|\/|[A-Za-z]:\\)[^)]{1,300}:\d+:\d+\)/,
  // Python
  /Traceback \(most recent call last\)/,
  /\bFile "[^"]{1,300}", line \d+, in \S/,
  /\b(?:KeyError|AttributeError|ValueError|IndexError|IntegrityError|OperationalError|DoesNotExist) at \//,
  /\b(?:KeyError: ['"]|AttributeError: '\w+' object has no attribute)/,
  /'NoneType' object (?:has no attribute|is not subscriptable)/,
  // Java and what runs beside it
  /\b(?:java|javax|jakarta|kotlin|org\.springframework)(?:\.\w+)+(?:Exception|Error)\b/,
  /\bat (?:[\w$]+\.)+[\w$<>]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)/,
  // PHP
  /\b(?:Fatal error|Parse error|Warning): .{1,500} in \S{1,300}\.php(?:\(\d+\))?(?: on line |:)\d+/,
  /\bPHP (?:Fatal|Parse) error\b/,
  /\bUncaught (?:TypeError|ValueError|Error|Exception|\w+Exception)\b/,
  // Ruby
  /\bNoMethodError\b|\bundefined (?:local variable or )?method ['`‘][^'’]{1,80}['’] for\b/,
  /\.rb:\d+:in ['`‘]/,
  // Go
  /\bgoroutine \d+ \[running\]|\bpanic: (?:runtime error|interface conversion)\b/,
  /\bruntime error: (?:invalid memory address|index out of range|slice bounds)/,
  // .NET
  /\bSystem(?:\.\w+)*\.\w*Exception\b|\bObject reference not set to an instance of an object\b/,
  /\bat [\w.<>`]+\([^)]{0,200}\) in \S.{0,300}:line \d+/,
  // What a database said
  /\bSQLSTATE\[[0-9A-Z]{5}\]/,
  /\bduplicate key value violates unique constraint "/,
  /\bDuplicate entry '[^']{0,300}' for key '/,
  /\bCannot insert duplicate key row in object '/,
  /\b(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed: \w+/,
  /\bORA-\d{5}: \S/,
];
const LOOKED_THROUGH = 64 * 1024;
const SHOWN = 120;

/** The crash that a text shows, in its own words and at no length; null where it shows none. */
export function crashIn(text: string): string | null {
  const looked = text.slice(0, LOOKED_THROUGH);
  const found = CRASHES.map((crash) => crash.exec(looked)?.index ?? -1).filter((index) => index >= 0);
  if (found.length === 0) return null;
  const at = Math.min(...found);
  return looked.slice(at, at + SHOWN).trim();
}
