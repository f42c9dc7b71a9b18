import type {
  CaseModel,
  CommonSpec,
  FieldSpec,
  Located,
  SequenceSpec,
  SizeModel,
  TemporalSpec,
} from '../../schema/model.js';
import { writtenDistribution, writtenPoint } from './written-distribution.js';

/** A field as the data-schema language writes it, as a mapping. */
export type WrittenField = Readonly<Record<string, unknown>>;

/**
 * Writes a field of the model in the language it was read from: shorthand spelled out, named types filled in, relative
 * instants resolved. Reading it again gives the same field.
 * @param name of the field: where it is not its random identity, that is written as `key`.
 */
export function writtenField(spec: FieldSpec, name: string): WrittenField {
  return { ...writtenKind(spec), ...writtenCommon(spec, name) };
}

/** What any field can say, whatever its kind. */
export function writtenCommon(spec: FieldSpec, name: string): WrittenField {
  const { key, nullable, optional, unique, when, by, cases, otherwise, prompt, pool, model } = spec;
  const variant = (field: FieldSpec): WrittenField => writtenField(field, field.key);
  return defined({
    key: key === name ? undefined : key,
    nullable: nullable || undefined,
    optional: optional || undefined,
    unique: unique || undefined,
    when: when?.text,
    by: by?.text,
    cases: cases && Object.fromEntries(cases.map(({ match, field }) => [caseName(match), variant(field)])),
    else: otherwise && variant(otherwise),
    prompt: prompt?.text,
    pool,
    model,
  } satisfies Partial<Record<keyof CommonSpec | 'else', unknown>>);
}

function caseName(match: CaseModel['match']): string {
  switch (match.type) {
    case 'value':
      return match.text;
    case 'range':
      return `${match.min ?? ''}..${match.max ?? ''}`;
    case 'null':
      return 'null';
  }
}

function writtenKind(spec: FieldSpec): WrittenField {
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const { kind, min, max, decimals, multipleOf } = spec;
      const distribution = spec.distribution && writtenDistribution(spec.distribution, 'number');
      return defined({ type: kind, min, max, decimals, multipleOf, distribution });
    }
    case 'boolean':
      return { type: 'boolean', ...(spec.probability !== 0.5 && { probability: spec.probability }) };
    case 'text': {
      const { words, length, pattern, case: letters } = spec;
      return defined({ type: words ? 'text' : 'string', length: size(length), pattern: pattern?.text, case: letters });
    }
    case 'semantic':
      return defined({ type: spec.type, options: spec.options, from: paths(spec.from), locale: spec.locale });
    case 'datetime':
    case 'date':
    case 'time':
      return writtenTemporal(spec);
    case 'duration': {
      const { min, max, format } = spec;
      const distribution = spec.distribution && writtenDistribution(spec.distribution, 'duration');
      return defined({ type: 'duration', min: ms(min), max: ms(max), format, distribution });
    }
    case 'uuid':
      return { type: 'uuid', ...(spec.version === 7 && { version: 7 }) };
    case 'sequence':
      return writtenSequence(spec);
    case 'enum': {
      const { valueType, values, weighted } = spec;
      // Values that are objects can only be told from settings beside a weight.
      const plain = !weighted && values.every(({ value }) => typeof value !== 'object' || value === null);
      return defined({ type: valueType, enum: plain ? values.map(({ value }) => value) : values });
    }
    case 'const':
      return { const: spec.value };
    case 'template':
      return { template: spec.template.text };
    case 'expr':
      return defined({ type: spec.resultType, expr: spec.expr.text, decimals: spec.decimals });
    case 'ref': {
      const distribution = spec.distribution && writtenDistribution(spec.distribution, 'number');
      return defined({ ref: spec.ref.text, as: spec.as, distribution });
    }
    case 'array': {
      const { items, length, uniqueItems } = spec;
      return defined({
        type: 'array',
        items: writtenField(items, '[]'),
        length: size(length),
        uniqueItems: uniqueItems || undefined,
      });
    }
    case 'object': {
      const fields = spec.fields.map(({ name, spec: field }) => [name, writtenField(field, name)] as const);
      return { type: 'object', fields: Object.fromEntries(fields) };
    }
    case 'prompt':
      return defined({ length: size(spec.length) });
    case 'custom':
      return spec.source;
    case 'json':
      throw new Error('a field of a JSON Schema is not written in the language');
  }
}

function writtenTemporal(spec: TemporalSpec): WrittenField {
  const { kind, after, before, within, precision, format } = spec;
  const unit = after.length + before.length > 0 ? 'duration' : kind;
  const point = (at: number | undefined): string | undefined => (at === undefined ? undefined : writtenPoint(at, kind));
  return defined({
    type: kind,
    min: point(spec.min),
    max: point(spec.max),
    after: paths(after),
    before: paths(before),
    within: within?.text,
    precision: precision?.text,
    format: format === 'iso' ? undefined : format,
    distribution: spec.distribution && writtenDistribution(spec.distribution, unit),
  });
}

function writtenSequence({ start, step, temporal, per }: SequenceSpec): WrittenField {
  return defined({
    type: 'sequence',
    start: temporal ? writtenPoint(start, 'datetime') : start === 1 ? undefined : start,
    step: typeof step === 'number' ? (step === 1 ? undefined : step) : step.text,
    per: per?.text,
  });
}

function size(length: SizeModel | undefined): unknown {
  if (length === undefined) return undefined;
  const { min, max, distribution } = length;
  if (min === max) return min;
  return { min, max, ...(distribution && { distribution: writtenDistribution(distribution, 'number') }) };
}

function paths(list: readonly Located[]): unknown {
  if (list.length === 0) return undefined;
  return list.length === 1 ? list[0].text : list.map(({ text }) => text);
}

function ms(length: number | undefined): string | undefined {
  return length === undefined ? undefined : `${length}ms`;
}

function defined(properties: WrittenField): WrittenField {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
