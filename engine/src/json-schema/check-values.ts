import { pointerTo } from '../schema/diagnostic.js';
import { fix, renaming, replacing, type Report } from '../schema/report.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { KEYWORDS, type Rules } from './dialects.js';
import { readPattern } from './pattern.js';
import { isObject, isSchema } from './resources.js';

/** A keyword's value in its place. */
export interface Written {
  readonly keyword: string;
  readonly value: unknown;
  readonly pointer: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly ownerPointer: string;
  readonly rules: Rules;
}

const COUNTS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
];
const TEXTS = [
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  '$id',
  'id',
  '$anchor',
  '$dynamicAnchor',
  '$schema',
  'format',
  'contentEncoding',
  'contentMediaType',
];

type Expectation = (written: Written) => string | undefined;

/** What a keyword's value has to be, in words, where it is something else. */
const EXPECTATIONS: ReadonlyMap<string, Expectation> = new Map<string, Expectation>([
  ...COUNTS.map((k) => [k, must('an integer of 0 or more', isCount)] as const),
  ...TEXTS.map((k) => [k, must('a text', isText)] as const),
  ...['minimum', 'maximum'].map((k) => [k, must('a number', Number.isFinite)] as const),
  ...['uniqueItems', 'nullable', '$recursiveAnchor'].map((k) => [k, must('true or false', isBoolean)] as const),
  ['multipleOf', must('a number above 0', (v) => Number.isFinite(v) && (v as number) > 0)],
  ['enum', must('a list of values', Array.isArray)],
  ['required', must('a list of property names', isNames)],
  [
    'dependentRequired',
    must('an object of lists of property names', (v) => isObject(v) && Object.values(v).every(isNames)),
  ],
  ['pattern', must('a text', isText)],
]);

/** Whether a value could be what a keyword needs: then a misspelt name is likely. */
export function fits(written: Written): boolean {
  const { keyword, value } = written;
  if (keyword === 'type') return isText(value) || Array.isArray(value);
  const holds = KEYWORDS.get(keyword)?.holds;
  if (holds === 'schema') return isObject(value) || (isBoolean(value) && keyword !== 'not' && keyword !== 'if');
  if (holds === 'list') return Array.isArray(value);
  if (holds === 'map' || holds === 'map of schemas or names') return isObject(value);
  if (holds === 'schema or list') return isObject(value) || Array.isArray(value);
  const expect = EXPECTATIONS.get(keyword);
  return expect === undefined || expect(written) === undefined;
}

/** Reports a keyword whose value is not what the dialect says. */
export function checkValue(written: Written, report: Report): void {
  const { keyword, value, pointer } = written;
  if (isObject(value) && '$data' in value && KEYWORDS.get(keyword)?.holds === undefined && keyword !== 'const') {
    malformed(
      report,
      pointer,
      `"${keyword}" is read from the data with "$data", which is an extension of ajv that is not supported.`,
    );
    return;
  }
  if (keyword === 'type') checkType(written, report);
  else if (keyword === 'exclusiveMinimum' || keyword === 'exclusiveMaximum') checkExclusive(written, report);
  else if (KEYWORDS.get(keyword)?.holds !== undefined) checkSchemas(written, report);
  else {
    const expected = EXPECTATIONS.get(keyword)?.(written);
    if (expected !== undefined) {
      const old =
        keyword === 'required' && isBoolean(value)
          ? ' On the object, list the names of the properties that must be there.'
          : '';
      malformed(report, pointer, `"${keyword}" must be ${expected}.${old}`);
    } else if (keyword === 'pattern') checkPattern(value as string, pointer, report);
  }
}

function checkPattern(source: string, pointer: string, report: Report, at: 'key' | 'value' = 'value'): void {
  const pattern = readPattern(source);
  if (pattern === undefined) {
    const message = `${JSON.stringify(source)} is not a regular expression of ECMAScript: ${reasonOf(source)}.`;
    report.error('json-schema/invalid-pattern', pointer, message, { at });
  } else if (!pattern.regexp.unicode) {
    const message = `${JSON.stringify(source)} is a regular expression only without the "u" flag: validators that read patterns as Unicode refuse it (${reasonOf(source)}).`;
    report.error('json-schema/pattern-not-unicode', pointer, message, { at, severity: 'hint' });
  }
}

function reasonOf(source: string): string {
  try {
    new RegExp(source, 'u');
    return '';
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.slice(text.lastIndexOf(': ') + 2).toLowerCase();
  }
}

const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
const OTHER_TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  text: 'string',
  date: 'string',
  datetime: 'string',
  uuid: 'string',
  bool: 'boolean',
  list: 'array',
  tuple: 'array',
  dict: 'object',
  map: 'object',
  record: 'object',
  nil: 'null',
  none: 'null',
};

function checkType({ value, pointer }: Written, report: Report): void {
  const names = Array.isArray(value) ? (value as unknown[]) : [value];
  if (names.length === 0) malformed(report, pointer, '"type" must name a type: an empty list allows nothing.');
  names.forEach((name, i) => {
    if (typeof name === 'string' && TYPES.includes(name)) return;
    const place = Array.isArray(value) ? pointerTo(pointer, i) : pointer;
    if (typeof name !== 'string') {
      malformed(report, place, `"type" must be the name of a type, or a list of names: ${TYPES.join(', ')}.`);
      return;
    }
    const other = OTHER_TYPES[name.toLowerCase()];
    const meant =
      other !== undefined && Object.hasOwn(OTHER_TYPES, name.toLowerCase()) ? [other] : didYouMean(name, TYPES);
    const message = `"${name}" is not a type of JSON Schema.${meaning(meant)}`;
    report.error('json-schema/unknown-type', place, message, { fixes: replacing(place, meant) });
  });
}

function checkExclusive({ keyword, value, pointer, owner, ownerPointer, rules }: Written, report: Report): void {
  const inclusive = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum';
  const flags = rules.dialect === 'draft-04' || rules.dialect === 'openapi-3.0';
  if (typeof value === 'boolean') {
    if (flags || rules.lenient) return;
    const bound = owner[inclusive];
    const fixes =
      value && typeof bound === 'number'
        ? [
            fix(
              `Write "${keyword}": ${bound}`,
              { op: 'remove', pointer: pointerTo(ownerPointer, inclusive) },
              { op: 'replace', pointer, value: bound },
            ),
          ]
        : [];
    const message = `"${keyword}" is the bound itself in ${rules.dialect}; it is read as in draft-04.`;
    report.error('json-schema/other-spelling', pointer, message, { fixes, severity: 'warning' });
  } else if (typeof value !== 'number')
    malformed(report, pointer, `"${keyword}" must be ${flags ? 'true or false' : 'a number'}.`);
  else if (flags) {
    const message = `"${keyword}" is true or false in ${rules.dialect}; it is read as in draft-06, as the bound.`;
    const fixes =
      inclusive in owner
        ? []
        : [
            fix(
              `Write "${inclusive}": ${value}, "${keyword}": true`,
              { op: 'add', pointer: pointerTo(ownerPointer, inclusive), value },
              { op: 'replace', pointer, value: true },
            ),
          ];
    report.error('json-schema/other-spelling', pointer, message, { fixes, severity: 'warning' });
  }
}

function checkSchemas({ keyword, value, pointer, rules }: Written, report: Report): void {
  const holds = KEYWORDS.get(keyword)?.holds;
  const each = (place: string, part: unknown): void => {
    if (!isSchema(part)) malformed(report, place, 'Here must be a schema: an object, true or false.');
  };
  if (holds === 'schema') each(pointer, value);
  else if (holds === 'list' || (holds === 'schema or list' && Array.isArray(value))) {
    if (!Array.isArray(value)) malformed(report, pointer, `"${keyword}" must be a list of schemas.`);
    else if (keyword === 'items' && rules.has('prefixItems') && !rules.lenient) {
      const fixes = renaming(pointer, ['prefixItems']);
      report.error('json-schema/invalid-keyword', pointer, `A list of schemas is "prefixItems" in ${rules.dialect}.`, {
        fixes,
      });
    } else if (value.length === 0 && keyword !== 'items') {
      malformed(report, pointer, `"${keyword}" must list a schema at least.`);
    } else value.forEach((part, i) => each(pointerTo(pointer, i), part));
  } else if (holds === 'schema or list') each(pointer, value);
  else if (!isObject(value)) malformed(report, pointer, `"${keyword}" must be an object whose values are schemas.`);
  else {
    for (const [name, part] of Object.entries(value)) {
      if (keyword === 'dependencies' && isNames(part)) continue;
      each(pointerTo(pointer, name), part);
      if (keyword === 'patternProperties') checkPattern(name, pointerTo(pointer, name), report, 'key');
    }
  }
}

function malformed(report: Report, pointer: string, message: string): void {
  report.error('json-schema/invalid-keyword', pointer, message);
}

function must(what: string, test: (value: unknown) => boolean): Expectation {
  return ({ value }) => (test(value) ? undefined : what);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
