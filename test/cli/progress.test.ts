import assert from 'node:assert/strict';
import { formatBytes, formatDuration, formatNumber, ProgressBar, progressLine } from '../../engine/src/cli/progress.js';

describe('progress', () => {
  const half = { rows: 1_500_000, total: 3_000_000, table: 'users' };

  for (const [width, wanted] of [
    [100, '████████████░░░░░░░░░░░░  50 %  1,500,000/3,000,000 rows  750,000 rows/s  2.0 s left  users'],
    [79, '█████████░░░░░░░░░░  50 %  1,500,000/3,000,000 rows  750,000 rows/s  2.0 s left'],
    [62, '50 %  1,500,000/3,000,000 rows  750,000 rows/s  2.0 s left'],
    [20, '50 %  1,500,000/3,00'],
  ] as const) {
    it(`fits into ${width} columns`, () => assert.equal(progressLine(half, 2000, width), wanted));
  }

  it('knows no time left before the first row', () => {
    assert.match(
      progressLine({ rows: 0, total: 10, table: 't' }, 500, 79),
      / 0 % {2}0\/10 rows {2}0 rows\/s {2}– left/,
    );
  });

  it('draws at most ten times a second, and nothing for what is over at once', () => {
    let now = 0;
    const written: string[] = [];
    const bar = new ProgressBar({ columns: 80, write: (text: string) => written.push(text) > 0 }, () => now);
    for (now = 0; now < 195; now += 5) bar.update(half);
    assert.equal(written.length, 0);
    for (now = 200; now < 1200; now += 5) bar.update(half);
    assert.equal(written.length, 10);
    bar.clear();
    bar.clear();
    assert.deepEqual(written.slice(10), ['\r\x1b[K']);
  });

  it('writes numbers, times and sizes for people', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(formatNumber), ['0', '999', '1,000', '1,234,567']);
    assert.deepEqual([0, 440, 9949, 9950, 59_499, 59_500, 185_000, 3_599_600, 7_620_000].map(formatDuration), [
      '0.0 s',
      '0.4 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min 00 s',
      '3 min 05 s',
      '1 h 00 min',
      '2 h 07 min',
    ]);
    assert.deepEqual([0, 999, 1000, 9949, 9950, 999_499, 999_500, 20e6, 3e15].map(formatBytes), [
      '0 B',
      '999 B',
      '1.0 KB',
      '9.9 KB',
      '10 KB',
      '999 KB',
      '1.0 MB',
      '20 MB',
      '3000 TB',
    ]);
  });
});
