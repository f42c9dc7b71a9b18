import assert from 'node:assert/strict';
import { BatchProgress } from '../../engine/src/cli/batch-progress.js';
import type { JobReport } from '../../engine/src/index.js';

describe('progress of a batch', () => {
  let now = 0;
  let written: string[] = [];
  const terminal = (columns: number, rows: number): BatchProgress =>
    new BatchProgress({ columns, rows, write: (text: string) => written.push(text) > 0 }, () => now);
  const plain = (text: string): string[] =>
    text
      .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d*[AJK]|\r`, 'g'), '')
      .trimEnd()
      .split('\n');
  const done: JobReport = { name: 'a', status: 'done', files: [], rows: 1, bytes: 1, cost: 0 };
  beforeEach(() => {
    now = 0;
    written = [];
  });

  it('draws a line for each job that runs, and counts the others', () => {
    const progress = terminal(80, 24);
    for (const job of ['a', 'orders', 'c']) progress.tell({ type: 'started', job });
    now = 150;
    progress.tell({ type: 'finished', job: 'a', report: done });
    assert.equal(written.length, 0, 'drawn for what is over at once');
    now = 250;
    progress.tell({ type: 'progress', job: 'orders', rows: 500, total: 1000 });
    const lines = plain(written[0]);
    assert.match(lines[0], /^orders +█+░+ +50 % {2}500\/1,000 rows/);
    assert.match(lines[1], /^c +0 rows/);
    assert.equal(lines[2], '1 done, 2 running');
  });

  it('draws over what it drew, at most ten times a second, and takes it away', () => {
    const progress = terminal(80, 24);
    progress.tell({ type: 'started', job: 'a' });
    for (now = 200; now < 1200; now += 5) progress.tell({ type: 'progress', job: 'a', rows: now, total: 2000 });
    assert.equal(written.length, 10);
    assert.ok(written[1].startsWith('\r\x1b[2A'));
    progress.clear();
    progress.clear();
    assert.deepEqual(written.slice(10), ['\r\x1b[2A\x1b[J']);
  });

  for (const [columns, rows] of [
    [20, 5],
    [40, 3],
    [200, 50],
  ]) {
    it(`fits a terminal of ${columns} columns and ${rows} rows`, () => {
      const progress = terminal(columns, rows);
      for (let i = 0; i < 30; i++) progress.tell({ type: 'started', job: `a job with a long name, number ${i}` });
      now = 200;
      progress.tell({ type: 'progress', job: 'a job with a long name, number 0', rows: 12_345, total: 1e6 });
      const lines = plain(written[0]);
      assert.ok(lines.length < rows, `${lines.length} lines`);
      for (const line of lines) assert.ok(line.length < columns, line);
    });
  }
});
