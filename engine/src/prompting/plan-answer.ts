import { isMapping } from '../schema/form.js';
import { type ParsedDocument, parseDocument } from '../schema/parse.js';
import { BracketCounter } from './answer-text.js';

/** A text of an answer that may be a schema. */
export interface PlanDraft {
  readonly text: string;
  readonly parsed: ParsedDocument;
}

const THOUGHTS = /<(think|thinking|thought|thoughts|reasoning|analysis|scratchpad|reflection)>[\s\S]*?(?:<\/\1>|$)/giu;
/** Some models end thoughts that they never began. */
const HEADLESS = /^[\s\S]*<\/think(?:ing)?>/iu;
const FENCE = /^[ \t]*(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|(?![\s\S]))/gmu;
/** A line that can be the first of a mapping, or of a list of fields. */
const FIRST_LINE = /^(?:- |---|(?:"[^"\n]+"|'[^'\n]+'|[\p{L}_$][\p{L}\p{N}_.$-]*):(?:\s|$))/mu;
/** Lines that go on with a document in YAML that has begun. */
const NEXT_LINE = /^(?:\s|$|#|- |---|\.\.\.|[}\]]|(?:"[^"]+"|'[^']+'|[^\s:][^:]*):(?:\s|$))/u;
/** Longer answers are not schemas, and dear to read. */
const LONGEST = 400_000;

/**
 * The texts of an answer that may be a schema, the likeliest first: what stands in fences, else JSON in prose, else YAML in
 * prose. Thoughts are left out. Texts that are no mapping and no list are none.
 */
export function planDrafts(answer: string): readonly PlanDraft[] {
  const said = answer.slice(0, LONGEST).replaceAll('\r\n', '\n').replace(THOUGHTS, '').replace(HEADLESS, '');
  const fenced = [...said.matchAll(FENCE)].map(([, , text]) => text).sort((a, b) => b.length - a.length);
  const texts = fenced.length > 0 ? fenced : [...jsonIn(said), ...yamlIn(said)];
  return texts.filter((text) => text.trim() !== '').flatMap(draftOf);
}

/** Broken texts count where they are likely meant as a schema: what is wrong with them can be told. */
function draftOf(text: string): PlanDraft[] {
  const parsed = parseDocument(text);
  const { value } = parsed;
  return isMapping(value) || (Array.isArray(value) && value.length > 0) ? [{ text, parsed }] : [];
}

/** The first text in brackets that is not nothing. */
function jsonIn(said: string): string[] {
  const start = /^[^\S\n]*(?:json[^\S\n]*)?([{[])/imu.exec(said) ?? /([{[])\s*["{[]/u.exec(said);
  if (start === null) return [];
  const from = start.index + start[0].indexOf(start[1]);
  const end = new BracketCounter().end(said, from);
  return [said.slice(from, end < 0 ? undefined : end)];
}

/** From the first line that looks like one to the last before prose goes on. */
function yamlIn(said: string): string[] {
  const start = FIRST_LINE.exec(said);
  if (start === null) return [];
  const lines = said.slice(start.index).split('\n');
  const end = lines.findIndex((line) => !NEXT_LINE.test(line));
  return [lines.slice(0, end < 0 ? undefined : end).join('\n')];
}
