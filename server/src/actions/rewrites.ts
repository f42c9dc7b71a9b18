import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, type Edit, pointerTo, segmentsOf } from 'agentic-synth';
import { valueAt } from '../document/edits.js';

/** A change that is offered though nothing is wrong. */
export interface Rewrite {
  readonly title: string;
  readonly edits: readonly Edit[];
}

type Mapping = Readonly<Record<string, unknown>>;

/** Weights around a place, made to sum to 1: the same shares, so the same rows. */
export function normalisedWeights(document: unknown, pointer: string): Rewrite | undefined {
  for (const at of outwards(pointer)) {
    const value = valueAt(document, at);
    const holder = segmentsOf(at).at(-1);
    const isWeights =
      holder === 'enum' ||
      holder === 'first' ||
      at.split('/').at(-2) === 'next' ||
      at.split('/').at(-2) === 'transitions';
    if (!isWeights || !isMapping(value)) continue;
    const weights = Object.values(value);
    const sum = weights.reduce<number>((total, weight) => total + Number(weight), 0);
    const sound = weights.length > 0 && weights.every((weight) => typeof weight === 'number' && weight >= 0) && sum > 0;
    if (!sound || Math.abs(sum - 1) < 1e-9) return undefined;
    const shares = Object.entries(value).map(([key, weight]) => [key, Number((Number(weight) / sum).toPrecision(6))]);
    return {
      title: 'Normalise the weights to a sum of 1',
      edits: [{ op: 'replace', pointer: at, value: Object.fromEntries(shares) }],
    };
  }
  return undefined;
}

/** A definition that several fields share, named once in `types`. Their values stay: a field is known by its path. */
export function extractedType(document: unknown, pointer: string): Rewrite | undefined {
  if (!isMapping(document)) return undefined;
  const { types = {} } = document;
  if (!isMapping(types) || (!isMapping(document.tables) && !isMapping(document.fields))) return undefined;
  const fields = [...fieldsIn(document, '')].filter(([at]) => !at.startsWith('/types/'));
  const around = outwards(pointer)
    .map((at) => fields.find(([field]) => field === at))
    .find((field) => field !== undefined && isMapping(field[1]) && Object.keys(field[1]).length > 1);
  if (around === undefined) return undefined;
  const [at, definition] = around;
  const same = fields.filter(([, other]) => isDeepStrictEqual(other, definition));
  if (same.length < 2) return undefined;
  const base = `${
    segmentsOf(at)
      .at(-1)
      ?.replace(/[^\p{L}\p{N}_]/gu, '') ?? ''
  }Type`;
  let name = base;
  for (let i = 2; Object.hasOwn(types, name); i++) name = `${base}${i}`;
  const add: Edit =
    document.types === undefined
      ? { op: 'add', pointer: '/types', value: { [name]: definition } }
      : { op: 'add', pointer: pointerTo('/types', name), value: definition };
  const uses = same.map(([field]): Edit => ({ op: 'replace', pointer: field, value: name }));
  return { title: `Extract ${same.length} equal fields into the type "${name}"`, edits: [...uses, add] };
}

function* fieldsIn(value: unknown, pointer: string): Generator<[pointer: string, field: unknown]> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    const at = pointerTo(pointer, key);
    if (key === 'fields' && isMapping(part)) {
      for (const [name, field] of Object.entries(part)) yield [pointerTo(at, name), field];
    }
    yield* fieldsIn(part, at);
  }
}

/** What adds the field or table that a name should have meant. */
export function additions(document: unknown, found: Diagnostic, name: string): Rewrite[] {
  const { code, pointer } = found;
  if (!isMapping(document)) return [];
  const tables = isMapping(document.tables) ? document.tables : undefined;
  const [first, ...rest] = name.split('.');
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(first)) return [];
  if (
    code === 'count/unknown-table' ||
    (code === 'ref/dangling' && rest.length > 0 && !Object.hasOwn(tables ?? {}, first))
  ) {
    if (tables === undefined || Object.hasOwn(tables, first)) return [];
    const column = rest[0] ?? 'id';
    const value = { fields: { [column]: 'uuid' } };
    return [{ title: `Add the table "${first}"`, edits: [{ op: 'add', pointer: pointerTo('/tables', first), value }] }];
  }
  const own = pointer.slice(0, pointer.search(/\/fields(?:\/|$)/) + 1) + 'fields';
  const other = code === 'ref/dangling' && rest.length === 1 ? pointerTo('/tables', first, 'fields') : undefined;
  const fields =
    other ??
    (pointer.includes('/fields/')
      ? own
      : isMapping(document.fields)
        ? '/fields'
        : /^\/tables\/[^/]+/.test(pointer)
          ? `${/^\/tables\/[^/]+/.exec(pointer)?.[0]}/fields`
          : '');
  const field = other === undefined ? first : rest[0];
  const holder = valueAt(document, fields);
  if (!isMapping(holder) || Object.hasOwn(holder, field) || (other === undefined && rest.length > 0)) return [];
  const type = typeOfNew(found, field, other !== undefined);
  return [
    { title: `Add the field "${field}"`, edits: [{ op: 'add', pointer: pointerTo(fields, field), value: type }] },
  ];
}

/** A type that a field of this name could have where it is read. */
function typeOfNew({ code, pointer }: Diagnostic, name: string, isKey: boolean): string {
  if (isKey || /(?:^i|I)d$/.test(name)) return 'uuid';
  const reader = /\/(from|by|after|before)(?:\/\d+)?$/.exec(pointer)?.[1];
  if (reader === 'after' || reader === 'before' || /(?:At|On|Date)$/.test(name)) return 'datetime';
  return reader === undefined || code.startsWith('expr/') ? 'integer' : 'string';
}

/** A pointer and those of everything around it, from the inside outwards. */
function outwards(pointer: string): string[] {
  const segments = segmentsOf(pointer);
  return Array.from({ length: segments.length + 1 }, (_, i) =>
    pointerTo('', ...segments.slice(0, segments.length - i)),
  );
}

function isMapping(value: unknown): value is Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
