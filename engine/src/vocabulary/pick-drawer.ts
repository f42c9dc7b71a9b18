import type { Column, Dictionary, OutputType } from '../columns/column.js';
import type { Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';

/** Values to draw from: several lists with weights, the values of a list all alike. */
export interface WeightedList {
  readonly list: readonly unknown[];
  readonly weight: number;
}

/** Draws values by one number a row. The dictionary holds each distinct value once; equal entries add their shares. */
export function pickDrawer(lists: readonly WeightedList[], stream: Stream): Drawer {
  const { values, codes, shape } = lists.length === 1 ? listed(lists[0].list) : entriesOf(lists.flatMap((l) => l.list));
  const indices = indexer(lists, stream);
  const column = (picked: Int32Array): Column => shape.column(picked);
  const draw: Drawer['draw'] = (batch) => {
    const out = new Int32Array(batch.length);
    indices(batch, out);
    if (codes) for (let i = 0; i < out.length; i++) out[i] = codes[out[i]];
    return column(out);
  };
  return {
    type: shape.type,
    draw,
    domain: { size: values.length, at: (places) => column(Int32Array.from(places)) },
  };
}

/** Positions in the lists laid end to end. */
function indexer(
  lists: readonly WeightedList[],
  stream: Stream,
): (batch: Parameters<Drawer['draw']>[0], out: Int32Array) => void {
  if (lists.length === 1) {
    const size = lists[0].list.length;
    return (batch, out) => stream.integers(batch.addresses, 0, size, out);
  }
  const total = lists.reduce((sum, l) => sum + l.weight, 0);
  const ends = new Float64Array(lists.length);
  const starts = new Int32Array(lists.length);
  const scales = new Float64Array(lists.length);
  let [sum, at] = [0, 0];
  lists.forEach(({ list, weight }, k) => {
    starts[k] = at;
    at += list.length;
    scales[k] = (list.length * total) / weight;
    sum += weight;
    ends[k] = k === lists.length - 1 ? 1 : sum / total;
  });
  return (batch, out) => {
    const uniforms = new Float64Array(batch.length);
    stream.uniforms(batch.addresses, 0, uniforms);
    for (let i = 0; i < out.length; i++) {
      const u = uniforms[i];
      let k = 0;
      while (u >= ends[k]) k++;
      const last = (k + 1 < starts.length ? starts[k + 1] : at) - 1;
      const index = starts[k] + Math.floor((u - (k === 0 ? 0 : ends[k - 1])) * scales[k]);
      out[i] = index > last ? last : index;
    }
  };
}

interface Entries {
  readonly values: readonly unknown[];
  readonly codes: Int32Array | undefined;
  readonly shape: Shape;
}

/** The lists of a locale are the same for every field and document. */
const LISTED = new WeakMap<readonly unknown[], Entries>();

function listed(list: readonly unknown[]): Entries {
  let known = LISTED.get(list);
  if (known === undefined) LISTED.set(list, (known = entriesOf(list)));
  return known;
}

function entriesOf(list: readonly unknown[]): Entries {
  const { values, codes } = distinct(list);
  return { values, codes, shape: shapeOf(values) };
}

/** `codes`: for each entry the number of its value, where some are equal. */
function distinct(entries: readonly unknown[]): { values: readonly unknown[]; codes: Int32Array | undefined } {
  const numbers = new Map<unknown, number>();
  const values: unknown[] = [];
  const codes = Int32Array.from(entries, (value) => {
    const key = typeof value === 'object' ? JSON.stringify(value) : value;
    let code = numbers.get(key);
    if (code === undefined) {
      code = values.push(value) - 1;
      numbers.set(key, code);
    }
    return code;
  });
  return values.length === entries.length ? { values: entries, codes: undefined } : { values, codes };
}

interface Shape {
  readonly type: OutputType;
  column(codes: Int32Array): Column;
}

/** Objects of equal keys become object columns; their fields share the codes. */
function shapeOf(values: readonly unknown[]): Shape {
  const [first] = values;
  if (typeof first === 'object' && first !== null && !Array.isArray(first)) {
    const fields = Object.keys(first).map((name) => ({
      name,
      shape: shapeOf(values.map((v) => (v as Record<string, unknown>)[name])),
    }));
    return {
      type: {
        kind: 'object',
        nullable: false,
        optional: false,
        fields: fields.map(({ name, shape }) => ({ name, type: shape.type })),
      },
      column: (codes) => ({
        kind: 'object',
        length: codes.length,
        fields: fields.map(({ name, shape }) => ({ name, column: shape.column(codes) })),
      }),
    };
  }
  const dictionary: Dictionary = { values };
  return {
    type: typeOf(values),
    column: (codes) => ({ kind: 'dictionary', length: codes.length, codes, dictionary }),
  };
}

function typeOf(values: readonly unknown[]): OutputType {
  const base = { nullable: false, optional: false };
  if (values.every((v) => typeof v === 'string')) return { kind: 'string', dictionary: true, ...base };
  if (values.every((v) => Number.isSafeInteger(v))) return { kind: 'integer', ...base };
  if (values.every((v) => typeof v === 'number')) return { kind: 'number', ...base };
  if (values.every((v) => typeof v === 'boolean')) return { kind: 'boolean', ...base };
  return { kind: 'any', ...base };
}
