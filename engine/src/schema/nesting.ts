/** Documents nested deeper than this are refused: parsers and readers recurse. */
export const MAX_NESTING = 200;

/** An upper estimate of how deeply brackets are nested in a text, quoted ones left out as JSON quotes them. */
export function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE || c === LINE_FEED) quoted = false;
    } else if (c === QUOTE) quoted = true;
    else if (c === OPEN_BRACKET || c === OPEN_BRACE) deepest = Math.max(deepest, ++depth);
    else if ((c === CLOSE_BRACKET || c === CLOSE_BRACE) && depth > 0) depth--;
  }
  return deepest;
}

/** How deeply lines are indented below each other in a text, nested list marks on one line counted. */
export function indentDepth(text: string): number {
  let deepest = 0;
  const indents: number[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    if (indent === line.length) continue;
    while (indents.length > 0 && indents[indents.length - 1] >= indent) indents.pop();
    indents.push(indent);
    let marks = 0;
    for (let i = indent; (line[i] === '-' || line[i] === '?') && line[i + 1] === ' '; i += 2) marks++;
    deepest = Math.max(deepest, indents.length + marks);
  }
  return deepest;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
