import { pointerTo } from './diagnostic.js';
import { isMapping, nameOf } from './form.js';
import type { EnumSpec } from './model.js';
import { given, type Props } from './props.js';
import { fix, renaming, replacing, type Report } from './report.js';
import { didYouMean, meaning } from './suggest.js';

type ValueType = NonNullable<EnumSpec['valueType']>;
type Entry = { value: unknown; weight: number; pointer: string };

/** The values of an enum: of a mapping sorted by key, of a list in the written order. */
export function readEnum(props: Props): EnumSpec {
  const { type } = props.draft;
  const named = type?.kind === 'grammar' ? type.name : undefined;
  const valueType: ValueType | undefined =
    named === 'text' || named === 'string'
      ? 'string'
      : named === 'integer' || named === 'number' || named === 'boolean'
        ? named
        : undefined;
  const source = props.value('enum');
  const report = props.report('enum');
  const pointer = props.pointer('enum');
  const entries = Array.isArray(source)
    ? listed(source as unknown[], pointer, valueType, report)
    : weighed((source ?? {}) as Record<string, number>, pointer, valueType, report);
  reportTwice(entries, report);
  const weighted = entries.some(({ weight }) => weight !== entries[0].weight);
  return {
    kind: 'enum',
    ...given('valueType', valueType),
    values: entries.map(({ value, weight }) => ({ value, weight })),
    weighted,
    ...given('transitions', readTransitions(props, entries)),
  };
}

/** For each value the weights of the next one. A value that is not listed is never left. */
function readTransitions(props: Props, entries: readonly Entry[]): number[][] | undefined {
  if (!props.has('transitions') || entries.length === 0) return undefined;
  const report = props.report('transitions');
  const pointer = props.pointer('transitions');
  const texts = entries.map(({ value }) => String(value));
  const placeOf = (name: string, at: string): number => {
    const place = texts.indexOf(name);
    if (place >= 0) return place;
    const meant = didYouMean(name, texts);
    report.error('transitions/unknown-value', at, `\`${name}\` is none of the values.${meaning(meant)}`, {
      at: 'key',
      fixes: renaming(at, meant),
    });
    return 0;
  };
  const rows: number[][] = texts.map((_, i) => texts.map((__, k) => (i === k ? 1 : 0)));
  for (const [from, weights] of Object.entries(props.value('transitions') as Record<string, Record<string, number>>)) {
    const at = pointerTo(pointer, from);
    const row = rows[placeOf(from, at)];
    row.fill(0);
    for (const [to, weight] of Object.entries(weights)) row[placeOf(to, pointerTo(at, to))] = weight;
  }
  return rows;
}

function listed(items: readonly unknown[], pointer: string, type: ValueType | undefined, report: Report): Entry[] {
  const entries = items.map((item, i): Entry => {
    const at = pointerTo(pointer, i);
    if (!isMapping(item)) return { value: typed(item, type, at, report), weight: 1, pointer: at };
    const weight = item.weight ?? 1;
    if (typeof weight === 'number' && weight < 0) {
      report.error(
        'weights/negative',
        pointerTo(at, 'weight'),
        `This must be a weight of at least 0, not the number ${weight}.`,
      );
    }
    if (!Object.hasOwn(item, 'value')) {
      report.error('property/missing', at, '"value" is missing: write { value: …, weight: … }.');
    }
    return { value: typed(item.value, type, pointerTo(at, 'value'), report), weight: weight as number, pointer: at };
  });
  if (entries.length > 0 && !entries.some(({ weight }) => weight > 0)) {
    report.error('weights/sum', pointer, 'The weights sum to nothing: at least one must be above 0.');
  }
  return entries;
}

/** A value of a list, checked against the declared type. */
function typed(value: unknown, type: ValueType | undefined, pointer: string, report: Report): unknown {
  if (type === undefined || value === null || value === undefined) return value;
  const fits = type === 'integer' ? Number.isInteger(value) : typeof value === type;
  if (fits) return value;
  const read = type === 'string' && typeof value !== 'object' ? String(value as unknown) : undefined;
  const meant = read ?? (typeof value === 'string' ? parseAs(value, type) : undefined);
  const fixes = meant === undefined ? [] : replacing(pointer, [meant]);
  report.error('enum/value-type', pointer, `This value must be ${LABELS[type]}, not ${nameOf(value)}.`, { fixes });
  return value;
}

const LABELS: Readonly<Record<ValueType, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function weighed(
  weights: Readonly<Record<string, number>>,
  pointer: string,
  type: ValueType | undefined,
  report: Report,
): Entry[] {
  return Object.keys(weights)
    .sort(byCodePoint)
    .map((key) => {
      const at = pointerTo(pointer, key);
      const value = type === undefined || type === 'string' ? key : parseAs(key, type);
      if (value === undefined) {
        const message = `"${key}" cannot be read as ${LABELS[type as ValueType]}. For null or mixed values, write a list: [{ value: …, weight: … }].`;
        report.error('enum/value-type', at, message, { at: 'key' });
      }
      return { value, weight: weights[key], pointer: at };
    });
}

function parseAs(text: string, type: ValueType): unknown {
  const trimmed = text.trim();
  if (type === 'string') return text;
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
  const value = trimmed === '' ? NaN : Number(trimmed);
  const good = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  return good ? value : undefined;
}

function reportTwice(entries: readonly Entry[], report: Report): void {
  const seen = new Set<string>();
  for (const { value, pointer } of entries) {
    if (value === undefined) continue;
    const identity = `${typeof value} ${JSON.stringify(value)}`;
    if (seen.has(identity)) {
      const message = `The value ${JSON.stringify(value)} is listed twice. To make it more frequent, give it a weight.`;
      report.error('enum/duplicate', pointer, message, { fixes: [fix('Remove it here', { op: 'remove', pointer })] });
    }
    seen.add(identity);
  }
}

/** Code-point order: the same on every platform and in every locale. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    // Where the first difference lies inside a surrogate pair, the whole code points decide.
    const start = i > 0 && isHighSurrogate(a.charCodeAt(i - 1)) ? i - 1 : i;
    return (a.codePointAt(start) as number) - (b.codePointAt(start) as number);
  }
  return a.length - b.length;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
