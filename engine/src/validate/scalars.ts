import type { OutputType } from '../columns/column.js';
import { decimalParts, Grid } from '../fields/grid.js';
import { numberBounds } from '../fields/number.js';
import { pointInCase } from '../fields/pattern-classes.js';
import { titleCase } from '../fields/text-case.js';
import type { NumberSpec, SequenceSpec, SizeModel, TextSpec } from '../schema/model.js';
import { readIso, readPoint } from './instants.js';
import { type Check, isRecord, keyOf, own, show } from './problem.js';

export function numberCheck(spec: NumberSpec): Check {
  const { kind, decimals, multipleOf } = spec;
  const min = spec.min ?? -Infinity;
  const max = spec.max ?? Infinity;
  const whole = kind === 'integer';
  const grid =
    multipleOf !== undefined || (decimals !== undefined && !whole) ? new Grid(spec, numberBounds(spec)) : undefined;
  const step =
    multipleOf !== undefined
      ? `a multiple of ${multipleOf}`
      : `a number with at most ${decimals} digits after the point`;
  return (value, findings) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      findings.add('value/type', `must be a number, not ${show(value)}`);
      return;
    }
    if (value < min) findings.add('value/range', `must be at least ${min}, not ${value}`);
    if (value > max) findings.add('value/range', `must be at most ${max}, not ${value}`);
    if (whole && !Number.isInteger(value)) findings.add('value/type', `must be a whole number, not ${value}`);
    else if (grid !== undefined && grid.nearest(value) !== value)
      findings.add('value/step', `must be ${step}, not ${value}`);
  };
}

/** `start`, `start + step`, and so on: which of them belongs to which row, the record does not show. */
export function sequenceCheck({ start, step }: SequenceSpec): Check {
  if (typeof step !== 'number') return isoCheck('datetime');
  const [a, b] = [decimalParts(start), decimalParts(step)];
  const decimals = Math.max(a.decimals, b.decimals);
  const scale = Number(`1e${decimals}`);
  const first = Number(a.digits * 10n ** BigInt(decimals - a.decimals));
  const stride = Number(b.digits * 10n ** BigInt(decimals - b.decimals));
  return (value, findings) => {
    if (typeof value !== 'number') {
      findings.add('value/type', `must be a number, not ${show(value)}`);
      return;
    }
    const k = stride === 0 ? 0 : Math.round((value * scale - first) / stride);
    if (k < 0 || (first + stride * k) / scale !== value)
      findings.add('value/sequence', `must be ${start} or some steps of ${step} from there, not ${value}`);
  };
}

/**
 * Texts by length, pattern and case. The pattern of a field with a `case` is not looked at: what it matched had another
 * case.
 */
export function textCheck(spec: TextSpec): Check {
  const { length, pattern, case: textCase } = spec;
  const expression = pattern === undefined || textCase !== undefined ? undefined : wholePattern(pattern.text);
  const inCase = textCase === 'title' ? titleCase : textCase && ((text: string) => mapCase(text, textCase));
  const size = length && lengthCheck(length);
  return (value, findings) => {
    if (typeof value !== 'string') {
      findings.add('value/type', `must be a text, not ${show(value)}`);
      return;
    }
    size?.(value, findings);
    if (expression !== undefined && !expression.test(value))
      findings.add('value/pattern', `must match ${pattern!.text}, not ${show(value)}`);
    if (inCase !== undefined && inCase(value) !== value)
      findings.add('value/case', `must be in ${textCase} case: ${show(inCase(value))}, not ${show(value)}`);
  };
}

function wholePattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'u');
}

function mapCase(text: string, textCase: 'lower' | 'upper'): string {
  let out = '';
  for (const c of text) out += String.fromCodePoint(pointInCase(c.codePointAt(0)!, textCase));
  return out;
}

/** Lengths in code points. */
function lengthCheck({ min, max }: SizeModel): Check {
  return (value, findings) => {
    const text = value as string;
    let { length } = text;
    // UTF-16 units are at least as many as code points and at most twice as many.
    if (length >= min * 2 && length <= max) return;
    length = codePoints(text);
    if (length < min || length > max)
      findings.add('value/length', `must have ${min} to ${max} characters, not ${length}`);
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Text that a model writes: of the length asked for. */
export function proseCheck(length: SizeModel | undefined): Check {
  return textCheck({ kind: 'text', ...(length && { length }) });
}

const UUIDS = {
  4: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
  7: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
} as const;

export function uuidCheck(version: 4 | 7): Check {
  const pattern = UUIDS[version];
  return (value, findings) => {
    if (typeof value !== 'string' || !pattern.test(value))
      findings.add('value/format', `must be a UUID of version ${version}, not ${show(value)}`);
  };
}

/** One of some values, compared as JSON. */
export function enumCheck(values: readonly unknown[]): Check {
  const simple = new Set(values.filter((v) => typeof v !== 'object' || v === null));
  const keys = new Set(values.filter((v) => typeof v === 'object').map(keyOf));
  const shown = values.slice(0, 12).map(show).join(', ') + (values.length > 12 ? ', …' : '');
  return (value, findings) => {
    if (typeof value === 'object' && value !== null ? keys.has(keyOf(value)) : simple.has(value)) return;
    const wanted = values.length === 1 ? shown : `one of ${shown}`;
    findings.add('value/enum', `must be ${wanted}, not ${show(value)}`);
  };
}

export function isoCheck(kind: 'datetime' | 'date' | 'time'): Check {
  // An expression may leave a date where it is declared to give a datetime.
  const read = kind === 'datetime' ? readPoint : (text: string): number => readIso(kind, text);
  return (value, findings) => {
    if (typeof value !== 'string') findings.add('value/type', `must be a text, not ${show(value)}`);
    else if (Number.isNaN(read(value)))
      findings.add('value/format', `must be a ${kind} in ISO 8601, not ${show(value)}`);
  };
}

/** What an output type alone says: for values that were copied, computed, or made by code. Nulls are the field's matter. */
export function typeCheck(type: OutputType): Check {
  switch (type.kind) {
    case 'integer':
      return simpleCheck('a whole number', Number.isSafeInteger);
    case 'number':
      return simpleCheck('a number', Number.isFinite);
    case 'boolean':
      return simpleCheck('true or false', (v) => typeof v === 'boolean');
    case 'string':
      return simpleCheck('a text', (v) => typeof v === 'string');
    case 'datetime':
    case 'date':
    case 'time':
      return isoCheck(type.kind);
    case 'any':
      return () => undefined;
    case 'list': {
      const item = type.items && nullable(type.items);
      const list = simpleCheck('a list', Array.isArray);
      return (value, findings) => {
        list(value, findings);
        if (item !== undefined && Array.isArray(value)) value.forEach((v, i) => findings.at(i, item, v));
      };
    }
    case 'object': {
      const members = (type.fields ?? []).map((f) => ({ name: f.name, type: f.type, check: nullable(f.type) }));
      const object = simpleCheck('an object', isRecord);
      return (value, findings) => {
        object(value, findings);
        if (!isRecord(value)) return;
        for (const member of members) findings.at(member.name, member.check, own(value, member.name));
      };
    }
  }
}

function nullable(type: OutputType): Check {
  const check = typeCheck(type);
  return (value, findings) => {
    if (value === undefined) {
      if (!type.optional) findings.add('value/missing', 'is missing');
    } else if (value === null) {
      if (!type.nullable) findings.add('value/null', 'must not be null');
    } else check(value, findings);
  };
}

function simpleCheck(what: string, test: (value: unknown) => boolean): Check {
  return (value, findings) => {
    if (!test(value)) findings.add('value/type', `must be ${what}, not ${show(value)}`);
  };
}
