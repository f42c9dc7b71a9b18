import { isoDuration } from '../fields/duration.js';
import { pointText } from '../fields/temporal-bounds.js';
import type { CommonSpec, Distribution, FieldSpec, Located, SizeModel } from '../schema/model.js';

/** What a field makes, in a few words: `integer from 18 to 90, normal`, `email from name, unique`. */
export function wordsOf(spec: FieldSpec): string {
  const own = spec.prompt === undefined ? kindOf(spec) : 'text that a language model writes';
  // A field that only its cases say anything about.
  const bare = spec.by !== undefined && spec.kind === 'const' && spec.value === null;
  return [...(bare ? [] : [own]), ...marksOf(spec)].join(', ');
}

function kindOf(spec: FieldSpec): string {
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const { signal, distribution } = spec;
      const course = signal === undefined ? '' : ' that moves over time';
      return `${spec.kind}${range(spec.min, spec.max, String)}${course}${shape(distribution)}`;
    }
    case 'boolean':
      return `true in ${percent(spec.probability)}`;
    case 'text':
      if (spec.pattern !== undefined) return `text that matches ${spec.pattern.text}`;
      return `${spec.words ? 'words' : 'text'}${sizeOf(spec.length, 'character')}`;
    case 'semantic':
      return `${semanticWords(spec.type)}${from(spec.from, ' from ')}`;
    case 'datetime':
    case 'date':
    case 'time': {
      const text = (ms: number): string => instantWords(spec.kind, ms);
      const within = spec.within === undefined ? '' : ` within ${spec.within.text}`;
      return `${spec.kind}${range(spec.min, spec.max, text)}${from(spec.after, ' after ')}${from(spec.before, ' before ')}${within}${shape(spec.distribution)}`;
    }
    case 'duration':
      return `length of time${range(spec.min, spec.max, isoDuration)}${shape(spec.distribution)}`;
    case 'uuid':
      return spec.version === 7 ? 'UUID, ordered by time' : 'UUID';
    case 'sequence': {
      const start = spec.temporal ? pointText('datetime', spec.start) : spec.start;
      const step = typeof spec.step === 'number' ? spec.step : spec.step.text;
      const per = spec.per === undefined ? '' : `, again for each of ${spec.per.text}`;
      return `counts from ${start}${step === 1 ? '' : ` in steps of ${step}`}${per}`;
    }
    case 'enum': {
      const { length } = spec.values;
      return length === 1 ? `always ${short(spec.values[0].value)}` : `one of ${length} values`;
    }
    case 'const':
      return spec.value === null ? 'null' : `always ${short(spec.value)}`;
    case 'template':
      return `text made by ${clip(spec.template.text)}`;
    case 'expr':
      return `computed by ${clip(spec.expr.text)}`;
    case 'ref':
      return `copy of ${spec.ref.text}${shape(spec.distribution)}`;
    case 'array':
      return `list${sizeOf(spec.length, 'item')}: ${wordsOf(spec.items)}`;
    case 'object':
      return `object of ${counted(spec.fields.length, 'field')}`;
    case 'prompt':
      return 'text that a language model writes';
    case 'custom':
      return `${spec.type} of a plug-in`;
    case 'json':
      return 'value of a JSON Schema';
  }
}

function marksOf(spec: CommonSpec): string[] {
  const marks: string[] = [];
  if (spec.by !== undefined) marks.push(`by ${spec.by.text}`);
  if (spec.when !== undefined) marks.push(`where ${clip(spec.when.text)}`);
  if (spec.unique === true) marks.push('unique');
  else if (spec.unique !== false) marks.push(`unique for each of ${spec.unique.per}`);
  if (spec.nullable > 0) marks.push(`null in ${percent(spec.nullable)}`);
  if (spec.optional > 0) marks.push(`absent in ${percent(spec.optional)}`);
  return marks;
}

function range(min: number | undefined, max: number | undefined, text: (value: number) => string): string {
  if (min === undefined) return max === undefined ? '' : ` up to ${text(max)}`;
  return max === undefined ? ` from ${text(min)}` : ` from ${text(min)} to ${text(max)}`;
}

function shape(distribution: Distribution | undefined): string {
  if (distribution === undefined || distribution.type === 'uniform') return '';
  return `, ${distribution.type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
}

function sizeOf(size: SizeModel | undefined, what: string): string {
  if (size === undefined) return '';
  const { min, max } = size;
  if (min === max) return ` of ${counted(min, what)}`;
  return max >= Number.MAX_SAFE_INTEGER ? ` of ${counted(min, what)} or more` : ` of ${min} to ${counted(max, what)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function from(paths: readonly Located[], word: string): string {
  return paths.length === 0 ? '' : word + paths.map(({ text }) => text).join(' and ');
}

/** `person.fullName`: `full name`; names that say little alone keep what they are of. */
function semanticWords(type: string): string {
  const [module, method] = type.split('.');
  const words = method.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`);
  return /^(?:name|type|number|text|words?|human|amount|description|bio|sex|title|url|model)$/.test(method)
    ? `${module} ${words}`
    : words;
}

/** 0.105: `10.5 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function short(value: unknown): string {
  return clip(JSON.stringify(value) ?? 'nothing');
}

function clip(text: string): string {
  return text.length > 60 ? `${[...text].slice(0, 57).join('')}…` : text;
}

/** A point in time without the parts that are zero. */
export function instantWords(kind: 'datetime' | 'date' | 'time', ms: number): string {
  const text = pointText(kind, ms).replace(/\.000(Z?)$/, '$1');
  return text.replace(/T00:00:00Z$/, '');
}
