import assert from 'node:assert/strict';
import type { TemporalFormat } from '../../../engine/src/columns/column.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import { put, span, viewOf } from '../../../engine/src/output/bytes.js';
import {
  type Cells,
  dictionaryCells,
  DictionaryTables,
  type Frame,
  numberCells,
  temporalCells,
  textCells,
} from '../../../engine/src/output/cells.js';
import type { RowFrame } from '../../../engine/src/output/row-code.js';
import { RowKernel, type WriteRows } from '../../../engine/src/output/row-kernel.js';

function frame(before: string, after: string, missing = 'null,', absent = ''): Frame {
  return { field: 'f', before: span(before), after: span(after), null: span(missing), absent: span(absent) };
}

const FRAMES = [
  frame('', ','),
  frame('"a":', ','),
  frame('"a name that takes more than 16 bytes":"', '",', 'NULL,', '-,'),
];

const ROW: RowFrame = { open: span('['), close: span(']\n'), closeEmpty: span('-]\n') };

interface Written {
  readonly text: string;
  /** Rows that were left to JavaScript. */
  readonly others: number;
}

/** Rows as JavaScript writes them. */
function plain(cells: readonly Cells[], view: DataView, pos: number, from: number, to: number): number {
  let at = pos;
  for (let row = from; row < to; row++) {
    const start = put(ROW.open, view, at);
    at = start;
    for (const { write } of cells) at = write(view, at, row);
    at = at === start ? put(ROW.closeEmpty, view, at) : put(ROW.close, view, at - 1);
  }
  return at;
}

function memoryFor(cells: readonly Cells[], rows: number): Uint8Array {
  return new Uint8Array(cells.reduce((sum, { bound }) => sum + bound, 16 * rows + 64));
}

function byHand(cells: readonly Cells[], rows: number): string {
  const target = memoryFor(cells, rows);
  return text(target.subarray(0, plain(cells, viewOf(target), 0, 0, rows)));
}

/** Rows as the kernel writes them, which it must. */
function byKernel(cells: readonly Cells[], rows: number, kernel = new RowKernel(ROW)): Written {
  const target = memoryFor(cells, rows);
  let others = 0;
  const end = kernel.write(cells, 0, rows, target, 0, (view, pos, from, to) => {
    others += to - from;
    return plain(cells, view, pos, from, to);
  });
  assert.ok(end !== undefined, 'the kernel wrote nothing');
  return { text: text(target.subarray(0, end)), others };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Numbers in [0, 1), the same every time. */
function uniforms(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => (state = Math.imul(state, 1664525) + 1013904223) >>> 0).map(
    (x) => x / 2 ** 32,
  );
}

/** Values around every border, and many others. */
function numbers(): number[] {
  const borders = Array.from({ length: 23 }, (_, k) => 10 ** k).flatMap((p) => [p - 1, p, p + 1, 2 * p + 7]);
  const special = [
    0,
    -0,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 53 + 2,
    1e-7,
    5e-324,
    1.7976931348623157e308,
  ];
  const drawn = uniforms(4000).map((u, i) => Math.floor(u * 10 ** (i % 19)));
  return [...borders, ...special, ...drawn].flatMap((x) => [x, -x]);
}

function check(cells: readonly Cells[], rows: number): void {
  const { text: written } = byKernel(cells, rows);
  const lines = byHand(cells, rows).split('\n');
  written.split('\n').forEach((line, row) => assert.equal(line, lines[row]));
}

describe('rows written by WebAssembly', () => {
  for (const decimals of [0, 1, 2, 3, 4, 5, undefined]) {
    it(`are those of JavaScript: numbers of ${decimals ?? 'all'} decimals`, () => {
      const scale = 10 ** (decimals ?? 0);
      const whole = numbers();
      const some = uniforms(4000).map((u, i) => (Math.floor(u * 10 ** (i % 12)) / scale) * (i % 2 === 0 ? 1 : -1));
      const values = Float64Array.from([
        ...whole,
        ...some,
        ...whole.map((x) => x / scale),
        0.1,
        -0.5,
        1 / 3,
        1e21,
        1e-7,
      ]);
      for (const f of FRAMES)
        check([numberCells({ kind: 'number', length: values.length, values, decimals }, f)], values.length);
    });
  }

  const FORMATS: readonly TemporalFormat[] = [
    { type: 'date' },
    { type: 'datetime', milliseconds: false },
    { type: 'datetime', milliseconds: true },
    { type: 'time', milliseconds: true },
  ];
  for (const format of FORMATS) {
    it(`are those of JavaScript: ${JSON.stringify(format)}`, () => {
      const first = Date.UTC(-1, 11, 25);
      const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
      const borders = [
        first,
        last,
        last + 1,
        -1,
        0,
        1,
        59_999,
        60_000,
        -60_000,
        8.64e15,
        -8.64e15,
        0.5,
        -0.5,
        -62167219200000,
      ];
      const even = Array.from({ length: 3000 }, (_, i) => Date.UTC(2024, 1, 28, 23) + i * 997);
      const drawn = uniforms(6000).map(
        (u, i) => (i % 3 === 0 ? u : Math.floor(u * 2e9) / 2e9) * (last - first) + first,
      );
      const values = Float64Array.from([...borders, ...even, ...drawn]);
      for (const f of FRAMES)
        check([temporalCells({ kind: 'temporal', length: values.length, values, format }, f)], values.length);
    });
  }

  it('are those of JavaScript on every day of four centuries and at their ends', () => {
    const from = Date.UTC(1799, 11, 28) / 864e5;
    const values = Float64Array.from({ length: 146_200 }, (_, i) => (from + i) * 864e5 + (i % 86_400) * 1000);
    const format: TemporalFormat = { type: 'datetime', milliseconds: false };
    const cells = temporalCells({ kind: 'temporal', length: values.length, values, format }, frame('', ','));
    const { text: written, others } = byKernel([cells], values.length);
    assert.equal(others, 0);
    const days = written.split('\n');
    values.forEach((ms, i) => assert.equal(days[i], `[${new Date(ms).toISOString().slice(0, 19)}Z]`));
  });

  it('may miss some of their values, or all', () => {
    const length = 3000;
    const u = uniforms(length);
    const nulls = Uint8Array.from(u, (x) => (x < 0.4 ? 1 : 0));
    const absent = Uint8Array.from(u, (x) => (x < 0.2 ? 1 : 0));
    const values = Float64Array.from(u, (x, i) => (nulls[i] === 1 ? NaN : Math.floor(x * 1e9)));
    const texts = textColumn(Array.from(u, (x, i) => (nulls[i] === 1 ? '' : 'é'.repeat(Math.floor(50 * x)))));
    const codes = Int32Array.from(u, (x) => Math.floor(3 * x));
    for (const f of FRAMES) {
      for (const marks of [{ nulls }, { nulls, absent }, { nulls: undefined, absent: undefined }]) {
        const present = marks.nulls === undefined ? values.map((x) => (x === x ? x : 7)) : values;
        const number = numberCells({ kind: 'number', length, values: present, decimals: 0, ...marks }, f);
        const format: TemporalFormat = { type: 'datetime', milliseconds: true };
        const instant = temporalCells({ kind: 'temporal', length, values: present, format, ...marks }, f);
        const words = textCells({ ...texts, ...marks }, f);
        const dictionary = { values: ['one', 'a text that is longer than sixteen bytes', 3] };
        const tables = new DictionaryTables((value) => f.before.text + String(value) + f.after.text);
        const code = dictionaryCells({ kind: 'dictionary', length, codes, dictionary, ...marks }, f, tables);
        for (const cells of [[number], [instant], [words], [code], [number, words], [words, code, instant, number]]) {
          check(cells, length);
        }
      }
    }
  });

  it('may have values missing in some batches and not in others', () => {
    const kernel = new RowKernel(ROW);
    const length = 2000;
    const values = Float64Array.from({ length }, (_, i) => i);
    for (const nulls of [undefined, new Uint8Array(length).fill(1, 500, 700), undefined]) {
      const cells = [numberCells({ kind: 'number', length, values, decimals: 0, nulls }, FRAMES[1])];
      assert.equal(byKernel(cells, length, kernel).text, byHand(cells, length));
    }
  });

  it('may hold more columns of times than keep their texts', () => {
    const length = 1500;
    const cells = Array.from({ length: 40 }, (_, k) => {
      const values = Float64Array.from({ length }, (__, i) => Date.UTC(2024, 0, 1) + i * 30_000 * (k + 1));
      const format: TemporalFormat = k % 3 === 0 ? { type: 'date' } : { type: 'datetime', milliseconds: k % 3 === 1 };
      return temporalCells({ kind: 'temporal', length, values, format }, FRAMES[1]);
    });
    check(cells, length);
  });

  it('hold texts of any length, and those that only their cells can write', () => {
    const length = 2000;
    const lengths = uniforms(length).map((u, i) =>
      i === 700 ? 3_000_000 : i % 100 === 0 ? 40_000 : Math.floor(100 * u),
    );
    const texts = textCells(textColumn(lengths.map((n) => 'x'.repeat(n))), FRAMES[2]);
    const alone: Cells = { ...texts, source: undefined };
    check([texts], length);
    check([alone], length);
    check([texts, alone], length);
  });

  it('hold tables that together are larger than the memory for them, one after another', () => {
    const length = 1500;
    const codes = Int32Array.from({ length }, (_, i) => i % 1000);
    const tables = new DictionaryTables((value) => `${String(value)},`);
    const column = (k: number, size: number): Cells => {
      const dictionary = { values: Array.from({ length: 1000 }, (_, i) => `${k}-${i}-`.padEnd(size, 'abc')) };
      return dictionaryCells({ kind: 'dictionary', length, codes, dictionary }, FRAMES[0], tables);
    };
    for (let k = 0; k < 12; k++) check([column(k, 700), column(-k, 10)], length);
    check([column(100, 2000)], length);
    const many = Array.from({ length: 8 }, (_, k) => column(200 + k, 800));
    const target = memoryFor(many, length);
    const others: WriteRows = (view, pos, from, to) => plain(many, view, pos, from, to);
    assert.equal(new RowKernel(ROW).write(many, 0, length, target, 0, others), undefined);
  });

  it('are left to JavaScript where the kernel cannot write them, from some failures on all', () => {
    const length = 2000;
    for (const bad of [3, 500]) {
      const values = Float64Array.from({ length }, (_, i) => (i % 7 === 0 && i < 7 * bad ? 1 / 3 + i : i));
      const cells = [numberCells({ kind: 'number', length, values, decimals: 2 }, FRAMES[1])];
      const { text: written, others } = byKernel(cells, length);
      assert.equal(written, byHand(cells, length));
      assert.equal(others, bad === 3 ? 3 : 7 + length - 7 * 7);
    }
  });

  it('refuse what is no number or no point in time', () => {
    const length = 1100;
    const values = new Float64Array(length).fill(5);
    for (const [bad, message] of [
      [NaN, 'NaN'],
      [Infinity, 'Infinity'],
    ] as const) {
      values[1070] = bad;
      for (const decimals of [0, 2]) {
        const cells = [numberCells({ kind: 'number', length, values, decimals }, FRAMES[0])];
        assert.throws(() => byKernel(cells, length), new RegExp(`field f: ${message} is not a number`));
      }
      const cells = [temporalCells({ kind: 'temporal', length, values, format: { type: 'date' } }, FRAMES[0])];
      assert.throws(() => byKernel(cells, length), /is not a point in time/);
    }
  });

  it('may have long texts around their cells', () => {
    const length = 1100;
    const values = Float64Array.from({ length }, (_, i) => i);
    const cells = numberCells({ kind: 'number', length, values, decimals: 0 }, frame(`"${'lông'.repeat(40)}":`, ','));
    check([cells, cells], length);
  });
});
