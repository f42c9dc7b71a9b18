/** What may stand before JSON on its line: marks of lists and quotes, fences, the field name of server-sent events. */
const LEAD = /^[\s\uFEFF]*(?:(?:[-*•>]|\d+[.)]|data:|json[lc5]?:?|`{1,3}\w*)\s*)*$/iu;
const THINKING = /^<(think|thinking|thought|thoughts|reasoning|analysis|scratchpad|reflection)>/iu;
const LONGEST_TAG = 14;

/** What the part of an answer that is no JSON leads to. */
export type Step =
  | { readonly type: 'json'; readonly at: number }
  | { readonly type: 'line'; readonly text: string; readonly next: number }
  | { readonly type: 'thinking'; readonly tag: string; readonly next: number }
  | { readonly type: 'wait'; readonly at: number };

/**
 * The next thing of interest in prose: where JSON begins, the end of a line, thoughts to be skipped; or the place where
 * more text is needed to tell.
 *
 * @param line where the current line begins.
 * @param complete nothing follows the text.
 */
export function nextStep(text: string, from: number, line: number, complete: boolean): Step {
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') return { type: 'line', text: text.slice(line, i), next: i + 1 };
    if (char === '<') {
      const found = THINKING.exec(text.slice(i, i + LONGEST_TAG + 2));
      if (found !== null) return { type: 'thinking', tag: found[1]!.toLowerCase(), next: i + found[0].length };
      if (!complete && text.length - i < LONGEST_TAG && !text.includes('>', i)) return { type: 'wait', at: i };
    }
    if (char !== '{' && char !== '[') continue;
    if (LEAD.test(text.slice(line, i))) return { type: 'json', at: i };
    const next = /\S/u.exec(text.slice(i + 1))?.[0];
    if (next === undefined && !complete) return { type: 'wait', at: i };
    if (next !== undefined && (char === '[' ? '{["' : '"').includes(next)) return { type: 'json', at: i };
  }
  if (complete && line < text.length) return { type: 'line', text: text.slice(line), next: text.length };
  return { type: 'wait', at: text.length };
}

/** A line that is one JSON text, number or boolean, as in JSON lines; `undefined` where it is not. */
export function scalarOfLine(line: string): { readonly value: unknown } | undefined {
  const text = line.replace(/^[\s\uFEFF]*(?:[-*•]\s+|\d+[.)]\s+|data:\s*)?/u, '').replace(/[\s,]+$/u, '');
  if (!/^(?:".*"|-?\d[\d.eE+-]*|true|false)$/u.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Follows brackets and quotation marks to the end of a JSON document. */
export class BracketCounter {
  #depth = 0;
  #quoted = false;
  #escaped = false;

  /** Where the document ends, after its last bracket; -1 where it goes on. */
  end(text: string, from: number): number {
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#quoted) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 92) this.#escaped = true;
        else if (code === 34) this.#quoted = false;
      } else if (code === 34) this.#quoted = true;
      else if (code === 123 || code === 91) this.#depth++;
      else if ((code === 125 || code === 93) && --this.#depth === 0) return i + 1;
    }
    return -1;
  }
}
