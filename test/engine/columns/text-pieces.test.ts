import assert from 'node:assert/strict';
import { textAt, TextTable } from '../../../engine/src/columns/text.js';
import type { EncodedTexts } from '../../../engine/src/columns/placed-texts.js';
import { JoinedTexts, TextPieces } from '../../../engine/src/columns/text-pieces.js';

const letters = [...'aé日𝒳'.repeat(30)];
const words = Array.from({ length: 100 }, (_, i) => letters.slice(0, i).join(''));
const ROOM = { pieces: 1000, text: 1 << 20, tables: 1 << 16 };
const MEMORIES = {
  'the common memory': ROOM,
  'a memory of more pieces': { ...ROOM, pieces: 1 << 17 },
  'a memory of longer texts': { ...ROOM, text: 1 << 23 },
};

describe('texts put together from pieces', () => {
  for (const [name, room] of Object.entries(MEMORIES)) {
    it(`are those of their pieces, in ${name}`, () => {
      const memory = TextPieces.with(room);
      const table = new TextTable(words);
      const [base] = memory.place([table]);
      const rows = Array.from({ length: 400 }, (_, row) =>
        Array.from({ length: row % 5 }, (__, k) => (row * 31 + k * 17) % words.length),
      );
      const joined = new JoinedTexts(memory, rows.length);
      for (let from = 0; from < rows.length; from += 150) {
        const to = Math.min(rows.length, from + 150);
        let pieces = 0;
        for (let row = from; row < to; row++) {
          for (const index of rows[row]) memory.words[pieces++] = base + 4 * index;
          joined.endRow(row, pieces);
        }
        joined.join(from, to, pieces);
      }
      const column = joined.finish(false, undefined);
      rows.forEach((row, i) => assert.equal(textAt(column, i), row.map((index) => words[index]).join('')));
      assert.ok(column.bytes.length >= column.offsets[rows.length] + 16);
    });

    it(`may be written where they stand, in ${name}`, () => {
      const memory = TextPieces.with(room);
      const [base] = memory.place([new TextTable(['<', '>'])]);
      memory.words[0] = base;
      const { bytes, start } = memory.ownText(1);
      memory.own(1, start + new TextEncoder().encodeInto('123456789', bytes.subarray(start)).written);
      memory.words[2] = base + 4;
      assert.equal(new TextDecoder().decode(memory.join(3).subarray(0, memory.words[2])), '<123456789>');
    });
  }

  it('are of columns that begin anywhere', () => {
    const bytes = new TextEncoder().encode('-onetwothree');
    const texts: EncodedTexts = { bytes, offsets: Int32Array.of(1, 4, 7, 12) };
    const memory = TextPieces.with(ROOM);
    const [base] = memory.place([texts]);
    memory.words.set([base + 8, base]);
    assert.equal(new TextDecoder().decode(memory.join(2).subarray(0, memory.words[1])), 'threeone');
  });

  it('find room for tables that come later', () => {
    const kept = new TextTable(words);
    for (let i = 0; i < 60; i++) {
      const memory = TextPieces.with({ ...ROOM, tables: 1 << 20 });
      const [base, other] = memory.place([kept, new TextTable([String(i).repeat(200_000)])]);
      memory.words.set([base + 4 * 3, other]);
      const text = new TextDecoder().decode(memory.join(2).subarray(0, memory.words[1]));
      assert.equal(text, words[3] + String(i).repeat(200_000));
    }
  });
});
