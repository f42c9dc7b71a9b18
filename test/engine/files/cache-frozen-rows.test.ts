import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrozenMissError } from '../../../engine/src/cache/frozen.js';
import { openModelCache } from '../../../engine/src/files/model-cache.js';
import { ModelRowWriter } from '../../../engine/src/models/row-writer.js';
import { RowsMissingError } from '../../../engine/src/models/rows-missing.js';
import type { WriteRequest } from '../../../engine/src/models/writer.js';
import { failure, goodAnswer, ScriptedClient } from '../models/scripted-client.js';

const request = (count: number): WriteRequest => ({
  table: 'reviews',
  field: 'title',
  schema: { type: 'string', minLength: 1, maxLength: 60 },
  validate: () => undefined,
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: `Title of a review of product ${row}.` })),
  models: [],
  seed: 1,
});
const title = (condition: string): string => `About ${/product \d+/u.exec(condition)![0]}`;

describe('Rows of a run that was interrupted', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'frozen-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are paid for once, and replayed by a frozen run', async () => {
    const cache = { persistPath: join(root, 'own') };
    const first = await openModelCache({ cache });
    const dying = new ScriptedClient((asked, number) =>
      number < 2 ? goodAnswer(asked, title) : { error: failure('model/network') },
    );
    const interrupted = new ModelRowWriter(dying, { journal: first.journal, concurrency: 1, rowsPerCall: 20 });
    await assert.rejects(interrupted.write(request(80)), RowsMissingError);

    // Nothing was closed: as after a kill.
    const half = await openModelCache({ cache, frozen: true, models: ['gemini-pro'] });
    const starved = new ModelRowWriter(half.frozen!, { journal: half.journal });
    await assert.rejects(starved.write(request(80)), (error) => {
      assert.ok(error instanceof FrozenMissError);
      assert.deepEqual(error.miss, { table: 'reviews', field: 'title', row: 40, models: ['gemini-pro'] });
      return true;
    });
    await first.close();

    const second = await openModelCache({ cache });
    const going = new ScriptedClient((asked) => goodAnswer(asked, title));
    const rows = await new ModelRowWriter(going, { journal: second.journal, rowsPerCall: 20 }).write(request(80));
    assert.equal(
      going.asked.reduce((sum, { count }) => sum + count, 0),
      40,
    );
    await second.close();

    const before = await readdir(join(cache.persistPath, 'rows'));
    const frozen = await openModelCache({ cache, frozen: true });
    const replayed = await new ModelRowWriter(frozen.frozen!, { journal: frozen.journal }).write(request(80));
    await frozen.close();
    assert.deepEqual(replayed, rows);
    assert.deepEqual(await readdir(join(cache.persistPath, 'rows')), before);
  });
});
