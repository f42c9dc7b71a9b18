import type { CommonSpec, FieldSpec } from '../schema/model.js';
import { FORMAT_IDEAS, type ProseIdea, TEXT_IDEAS, type TextIdea, type ValueSpec } from './realism-ideas.js';
import { PHRASES, TEXT_NAMES } from './realism-names.js';
import { numberLike } from './realism-numbers.js';
import { subjectIdea } from './realism-subjects.js';
import { tailOf, wordsOf } from './realism-words.js';
import type { Note, NumberShape, StringShape } from './shape.js';

/** What a value probably is. */
export interface Suggestion {
  readonly spec: FieldSpec;
  /** Whatever it draws has the shape. */
  readonly proven: boolean;
}

/**
 * What a property is by its name, else by its title, description, format or examples, as a field that draws it.
 * @param parent what the object around it is called: `name` is a person's in `customer` and not in `package`.
 */
export function suggestField(
  name: string,
  shape: StringShape | NumberShape,
  notes: readonly Note[],
  parent?: string,
): FieldSpec | undefined {
  return suggest(name, shape, notes, parent)?.spec;
}

/** As {@link suggestField}, and whether every value is sure to have the shape. */
export function suggest(
  name: string,
  shape: StringShape | NumberShape,
  notes: readonly Note[],
  parent?: string,
): Suggestion | undefined {
  const found =
    shape.type === 'number'
      ? numberLike(name, shape, notes)
      : (textLike(name, shape, notes, parent) ?? formatted(shape) ?? exemplified(shape, notes));
  return found && { spec: { ...commonOf(name, notes), ...found.spec } as FieldSpec, proven: found.proven };
}

/** What the format of a text alone says. */
export function suggestByFormat(
  name: string,
  shape: StringShape | NumberShape,
  notes: readonly Note[],
): Suggestion | undefined {
  const found = shape.type === 'string' ? formatted(shape) : undefined;
  return found && { spec: { ...commonOf(name, notes), ...found.spec } as FieldSpec, proven: found.proven };
}

/** What any field has, where the schema says nothing else. */
export function commonOf(name: string, notes: readonly Note[]): CommonSpec {
  return { pointer: notes[0]?.pointer ?? '', key: name, nullable: 0, optional: 0, unique: false };
}

interface Found {
  readonly spec: ValueSpec;
  readonly proven: boolean;
}

function textLike(
  name: string,
  shape: StringShape,
  notes: readonly Note[],
  parent: string | undefined,
): Found | undefined {
  for (const idea of ideasFor(name, notes, parent)) {
    const found = fitted(TEXT_IDEAS[idea], shape);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ideasFor(name: string, notes: readonly Note[], parent: string | undefined): readonly string[] {
  const named = ideaOf(wordsOf(name), notes, parent);
  if (named !== undefined) return named.split('|');
  const [{ title = '', description = '' } = {}] = notes;
  const titled = title.length <= 40 && title !== name ? ideaOf(wordsOf(title), notes, parent) : undefined;
  if (titled !== undefined) return titled.split('|');
  const told = PHRASES.find(([phrase]) => phrase.test(beginning(title)) || phrase.test(beginning(description)));
  return told === undefined ? [] : told[1].split('|');
}

function ideaOf(words: readonly string[], notes: readonly Note[], parent: string | undefined): string | undefined {
  return (
    tailOf(words, TEXT_NAMES, 2) ?? subjectIdea(words, notes, parent) ?? tailOf(words, TEXT_NAMES) ?? momentOf(words)
  );
}

/** `createdAt`, `expires_on`, `startDate` are moments; `lookAt` is none. */
function momentOf(words: readonly string[]): string | undefined {
  if (words.length < 2) return undefined;
  const [before, last] = words.slice(-2);
  const past = /(ed|sent|paid|seen|run|built|begun|login|expire|start|end|due|valid)s?$/.test(before);
  if (last === 'at' && past) return 'datetime|date';
  return last === 'on' && past ? 'date|datetime' : undefined;
}

/** The first words of the first sentence: what follows is about other things. */
function beginning(text: string): string {
  return text
    .toLowerCase()
    .split(/\s+/)
    .slice(0, 12)
    .join(' ')
    .split(/[.;]\s/)[0];
}

function formatted(shape: StringShape): Found | undefined {
  for (const format of shape.formats) {
    const idea = Object.hasOwn(FORMAT_IDEAS, format) ? TEXT_IDEAS[FORMAT_IDEAS[format]] : undefined;
    const found = idea && fitted(idea, shape);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where nothing else tells, the examples themselves. */
function exemplified(shape: StringShape, notes: readonly Note[]): Found | undefined {
  const examples = notes.flatMap((note) => note.examples).filter((value) => typeof value === 'string');
  const values = [...new Set(examples)].filter((text) => admits(shape, text));
  if (values.length === 0 || !isPlain(shape)) return undefined;
  const spec: ValueSpec = { kind: 'enum', values: values.map((value) => ({ value, weight: 1 })), weighted: false };
  return { spec, proven: shape.formats.length === 0 && shape.excluded.length === 0 };
}

function fitted(idea: TextIdea | ProseIdea, shape: StringShape): Found | undefined {
  if (!isPlain(shape)) return undefined;
  if ('prose' in idea) return prose(idea, shape);
  if (shape.formats.some((format) => !idea.formats.includes(format))) return undefined;
  if (!idea.samples.every((sample) => admits(shape, sample))) return undefined;
  const free = shape.patterns.length + shape.notPatterns.length + shape.excluded.length === 0;
  return { spec: idea.spec, proven: free && shape.minLength <= idea.shortest && shape.maxLength >= idea.longest };
}

function prose({ prose: [least, most] }: ProseIdea, shape: StringShape): Found | undefined {
  if (shape.patterns.length + shape.notPatterns.length + shape.formats.length > 0 || shape.maxLength < 3)
    return undefined;
  const min = Math.max(shape.minLength, Math.min(least, Math.floor(shape.maxLength / 2)));
  const max = Math.min(shape.maxLength, Math.max(most, min + most - least));
  return { spec: { kind: 'text', words: true, length: { min, max } }, proven: shape.excluded.length === 0 };
}

function isPlain(shape: StringShape): boolean {
  return (
    shape.notFormats.length === 0 &&
    shape.contentEncoding === undefined &&
    shape.contentMediaType === undefined &&
    shape.contentSchema === undefined
  );
}

/** Whether a text has the length and matches the patterns. */
function admits({ minLength, maxLength, patterns, notPatterns }: StringShape, text: string): boolean {
  let length = 0;
  for (const _ of text) length++;
  if (length < minLength || length > maxLength) return false;
  return patterns.every((p) => matches(p, text)) && !notPatterns.some((p) => matches(p, text));
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return new RegExp(pattern).test(text);
  }
}
