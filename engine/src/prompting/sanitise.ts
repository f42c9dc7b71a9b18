import { codePoints } from '../json-schema/accept-scalar.js';

export interface SanitiseOptions {
  /** What was asked: an answer that begins by repeating it is cut down to the rest. */
  readonly prompt?: string | undefined;
  /** Name of what the text is: `title`, where answers begin with “Title:”. */
  readonly label?: string | undefined;
  /** The number under which it was asked for, where answers begin with “3.”. */
  readonly number?: number | undefined;
  /** Code points; a longer text is cut after a sentence where at least half of it stays. */
  readonly maxLength?: number | undefined;
  readonly minLength?: number | undefined;
}

export interface Sanitised {
  readonly text: string;
  readonly changed: boolean;
  /** Why it is no value at all. */
  readonly refused?: string | undefined;
}

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** A control character and what makes it one for terminals: colours and the like. */
const TERMINAL = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;
const CONTROLS = /[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/gu;
const BREAKS = /\r\n?|\x85|\u2028|\u2029/g;
const TOKENS =
  /<\|[\w ]{1,40}\|>|<\/?s>|\[\/?INST\]|<(?:end|start)_of_turn>|<(?:eos|bos|pad|unk)>|<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi;
const FENCE = /^(`{3,}|~{3,})[\w+-]*[ \t]*\n?([\s\S]*?)\n?[ \t]*\1$/;
const TAG = /^<(p|div|span|b|i|u|em|strong|text|value|answer|output)>([\s\S]*)<\/\1>$/i;
const ROW =
  /^(?:\*\*|__)?(?:row|item|entry|value|record|nr|no)\.?\s*#?\s*\d+(?:\*\*|__)?\s*(?:[:.)]|[-–—]\s)(?:\*\*|__)?\s*/i;
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '»': '«', '「': '」' };
const SENTENCE_END = /[.!?…](?=["'”’)\]]*(?:\s|$))["'”’)\]]*|[。！？][」』）]*/gu;
const REFUSAL =
  /\bas an ai (?:language )?model\b|^i(?:['’]m| am) sorry,? but i (?:can(?:['’]?t|not)|am unable to|['’]m unable to) (?:assist|help|comply|fulfil|provide|generate|create|do that)/i;
const STANDINS = /^(?:…|\.\.\.|<\w+>|\[\w+\]|\{\w+\}|undefined|null|lorem ipsum(?: dolor sit amet)?[.…]*)$/i;
/** A shorter prompt may well stand at the beginning of its own answer. */
const SHORTEST_ECHO = 12;

/** Takes out what can be in no value: control characters, lone surrogates, tokens of models. Line ends become `\n`. */
export function cleanText(text: string): string {
  return text.replace(TERMINAL, '').replace(BREAKS, '\n').replace(CONTROLS, '').replace(LONE, '').replace(TOKENS, '');
}

/**
 * Cleans a text that a model wrote as a value: what {@link cleanText} takes out, space around it, and what stands around
 * the value where it is no part of it (fences, quotation marks, tags, “Row 3:”, the prompt).
 */
export function sanitise(original: string, options: SanitiseOptions = {}): Sanitised {
  let text = cleanText(original).trim();
  for (let turn = 0; turn < 4; turn++) {
    const before = text;
    text = withoutEcho(unlabelled(unwrapped(text), options), options.prompt);
    if (text === before) break;
  }
  text = shortened(text, options);
  const refused = REFUSAL.test(text)
    ? 'the model declined to write it'
    : STANDINS.test(text)
      ? `${JSON.stringify(text)} only stands for a value`
      : options.prompt !== undefined && sameWords(text, options.prompt) && text.length >= SHORTEST_ECHO
        ? 'it repeats the prompt'
        : undefined;
  return { text, changed: text !== original, ...(refused !== undefined && { refused }) };
}

function unwrapped(text: string): string {
  const fenced = FENCE.exec(text);
  if (fenced !== null) return fenced[2]!.trim();
  const tagged = TAG.exec(text);
  if (tagged !== null) return tagged[2]!.trim();
  if (text.length > 2 && text.startsWith('`') && text.indexOf('`', 1) === text.length - 1)
    return text.slice(1, -1).trim();
  for (const mark of ['**', '__']) {
    if (text.length > 4 && text.startsWith(mark) && text.indexOf(mark, 2) === text.length - 2) {
      return text.slice(2, -2).trim();
    }
  }
  const close = QUOTES[text.charAt(0)];
  if (close !== undefined && text.length > 2 && text.endsWith(close)) {
    const inner = text.slice(1, -1);
    if (!inner.includes(close) && !inner.includes(text.charAt(0))) return inner.trim();
  }
  return text.includes('\n') ? text : text.replace(/^#{1,6}\s+(?=\S)/u, '');
}

function unlabelled(text: string, { label, number }: SanitiseOptions): string {
  let rest = text.replace(ROW, '');
  if (number !== undefined) {
    const numbered = new RegExp(`^#?${number}(?:[.)]|:)\\s+(?=\\S)`, 'u');
    rest = rest.replace(numbered, '');
  }
  if (label !== undefined && label !== '') {
    const head = /^(?:\*\*|__)?([\p{L}\p{N} _-]{1,40}?)(?:\*\*|__)?:(?:\*\*|__)?\s+/u.exec(rest);
    if (head !== null && sameWords(head[1]!, label)) rest = rest.slice(head[0].length);
  }
  return rest === '' ? text : rest;
}

function withoutEcho(text: string, prompt: string | undefined): string {
  const asked = prompt?.trim() ?? '';
  if (asked.length < SHORTEST_ECHO || text.length <= asked.length) return text;
  if (text.slice(0, asked.length).toLowerCase() !== asked.toLowerCase()) return text;
  const rest = /^["'”]?\s*(?:[:–—-]|->|→|\n|(?<=[.?!:]["'”]?\s*))\s*(?=\S)([\s\S]*)$/u.exec(text.slice(asked.length));
  if (rest !== null) return rest[1]!.trim();
  return /[.?!:]$/u.test(asked) && /^\s/u.test(text.slice(asked.length)) ? text.slice(asked.length).trim() : text;
}

function shortened(text: string, { maxLength = Infinity, minLength = 0 }: SanitiseOptions): string {
  if (text.length <= maxLength || codePoints(text) <= maxLength) return text;
  let end = 0;
  for (const found of text.matchAll(SENTENCE_END)) {
    const at = found.index + found[0].length;
    if (codePoints(text.slice(0, at)) > maxLength) break;
    end = at;
  }
  const cut = text.slice(0, end);
  const length = codePoints(cut);
  return length >= minLength && length * 2 >= maxLength ? cut : text;
}

function sameWords(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return plain(a) === plain(b);
}
