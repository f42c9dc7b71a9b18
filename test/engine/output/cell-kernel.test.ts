import assert from 'node:assert/strict';
import { TextPieces } from '../../../engine/src/columns/text-pieces.js';
import type { TemporalFormat } from '../../../engine/src/columns/column.js';
import { span } from '../../../engine/src/output/bytes.js';
import { type Cells, type Frame, numberCells, temporalCells } from '../../../engine/src/output/cells.js';

const NOTHING = span('');

function frame(before: string, after: string, missing = 'null,', absent = ''): Frame {
  return { field: 'f', before: span(before), after: span(after), null: span(missing), absent: span(absent) };
}

const FRAMES = [
  frame('', ','),
  frame('"a":', ','),
  frame('"a name that takes more than 16 bytes":"', '",', 'NULL,', '-,'),
];

/** Cells as JavaScript writes them, each by itself. */
function plain({ write, bound }: Cells, rows: number): string[] {
  const view = new DataView(new ArrayBuffer(bound + 64));
  return Array.from({ length: rows }, (_, row) => text(new Uint8Array(view.buffer, 0, write(view, 0, row))));
}

/** Cells as they are filled in, a thousand at a time. */
function filled({ fill, bound }: Cells, rows: number): string[] {
  const memory = TextPieces.with({ pieces: 1, text: 1, tables: 1 });
  assert.ok(memory.wasm !== undefined);
  const cells: string[] = [];
  for (let from = 0; from < rows; from += 1000) {
    const to = Math.min(rows, from + 1000);
    memory.place([], bound);
    const { entry, at } = memory.write(to - from, bound);
    fill!(memory, at, from, to, entry);
    for (let row = 0; row < to - from; row++) {
      cells.push(text(memory.bytes.slice(memory.words[entry + row], memory.words[entry + row + 1])));
    }
  }
  return cells;
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

describe('cells written by WebAssembly', () => {
  const check = (cells: Cells, rows: number): void => assert.deepEqual(filled(cells, rows), plain(cells, rows));

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
        check(numberCells({ kind: 'number', length: values.length, values, decimals }, f), values.length);
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
        check(temporalCells({ kind: 'temporal', length: values.length, values, format }, f), values.length);
    });
  }

  it('are those of JavaScript on every day of four centuries and at their ends', () => {
    const from = Date.UTC(1799, 11, 28) / 864e5;
    const values = Float64Array.from({ length: 146_200 }, (_, i) => (from + i) * 864e5 + (i % 86_400) * 1000);
    const format: TemporalFormat = { type: 'datetime', milliseconds: false };
    const cells = temporalCells({ kind: 'temporal', length: values.length, values, format }, frame('', ''));
    const days = filled(cells, values.length);
    days.forEach((day, i) => assert.equal(day, `${new Date(values[i]).toISOString().slice(0, 19)}Z`));
  });

  it('stand beside null and absent ones', () => {
    const length = 3000;
    const u = uniforms(length);
    const nulls = Uint8Array.from(u, (x) => (x < 0.4 ? 1 : 0));
    const absent = Uint8Array.from(u, (x) => (x < 0.2 ? 1 : 0));
    const values = Float64Array.from(u, (x, i) => (nulls[i] === 1 ? NaN : Math.floor(x * 1e9)));
    for (const f of FRAMES) {
      for (const marks of [{ nulls }, { nulls, absent }]) {
        check(numberCells({ kind: 'number', length, values, decimals: 0, ...marks }, f), length);
        const format: TemporalFormat = { type: 'datetime', milliseconds: true };
        check(temporalCells({ kind: 'temporal', length, values, format, ...marks }, f), length);
      }
    }
  });

  it('refuse what is no number or no point in time', () => {
    const memory = TextPieces.with({ pieces: 1, text: 1, tables: 1 });
    const values = new Float64Array(100).fill(5);
    for (const [bad, message] of [
      [NaN, 'NaN'],
      [Infinity, 'Infinity'],
    ] as const) {
      values[70] = bad;
      for (const decimals of [0, 2]) {
        const { fill } = numberCells({ kind: 'number', length: 100, values, decimals }, FRAMES[0]);
        memory.place([], 10_000);
        const { entry, at } = memory.write(100, 5000);
        assert.throws(() => fill!(memory, at, 0, 100, entry), new RegExp(`field f: ${message} is not a number`));
      }
      const { fill } = temporalCells({ kind: 'temporal', length: 100, values, format: { type: 'date' } }, FRAMES[0]);
      assert.throws(() => fill!(memory, memory.write(100, 5000).at, 0, 100, 0), /is not a point in time/);
    }
  });

  it('may have longer texts around them than the kernel copies', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    check(
      numberCells({ kind: 'number', length: 100, values, decimals: 0 }, frame(`"${'long'.repeat(40)}":`, ',')),
      100,
    );
    check(numberCells({ kind: 'number', length: 100, values, decimals: 0 }, { ...frame('', ''), after: NOTHING }), 100);
  });
});
