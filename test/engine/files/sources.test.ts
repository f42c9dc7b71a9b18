import assert from 'node:assert/strict';
import { link, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSchemaFile } from '../../../engine/src/cli/schema.js';
import { inferSchema } from '../../../engine/src/cli/infer.js';
import { AgenticSynth } from '../../../engine/src/index.js';

const USERS = '{ "fields": { "id": "sequence" } }';
const ORDERS = 'fields:\n  id: sequence\n  user: { ref: ./users.json#id }\n';
const BATCH = 'output: .\njobs:\n  - { name: orders, schema: orders.yaml, output: OUTPUT, format: csv }\n';

describe('files that a run is read from', () => {
  const synth = new AgenticSynth();
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synth-sources-'));
    await writeFile(at('users.json'), USERS);
    await writeFile(at('orders.yaml'), ORDERS);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const batch = async (output: string): Promise<unknown> => {
    await writeFile(at('b.yaml'), BATCH.replace('OUTPUT', output));
    return synth.batch(at('b.yaml'));
  };

  const schema = (): string => at('orders.yaml');
  const ways: Record<string, () => Promise<unknown>> = {
    'rows into their schema': () => synth.write('structured', { schema: schema(), output: schema() }),
    'rows into a schema that theirs refers to': () =>
      synth.write('structured', { schema: schema(), output: at('users.json') }),
    'a table into the schema, by its folder': async () => {
      await writeFile(at('shop.json'), '{ "tables": { "shop": { "fields": { "id": "uuid" } } } }');
      return synth.write('structured', { schema: at('shop.json'), output: `${folder}/` });
    },
    'lines behind their schema': () => synth.writeStream('structured', { schema: schema(), output: schema() }),
    'rows into their schema by a link': async () => {
      await symlink(schema(), at('link.csv'));
      return synth.write('structured', { schema: schema(), output: at('link.csv') });
    },
    'rows into their schema by another name': async () => {
      await link(schema(), at('other.csv'));
      return synth.write('structured', { schema: schema(), output: at('other.csv') });
    },
    'a job into its schema': () => batch('orders.yaml'),
    'a job into a schema that its own refers to': () => batch('users.json'),
    'a job into the batch file': () => batch('b.yaml'),
    'a JSON Schema into the schema that it is of': () => exportSchemaFile(schema(), { output: schema() }),
    'a schema into the data that it is made from': () =>
      inferSchema(at('users.json'), { output: at('users.json'), force: true }),
  };
  for (const [name, write] of Object.entries(ways)) {
    it(`are not written over: ${name}`, async () => {
      await assert.rejects(write, { code: 'output/source', message: /is read here\. Name another file\.$/ });
      assert.equal(await readFile(at('users.json'), 'utf8'), USERS);
      assert.equal(await readFile(schema(), 'utf8'), ORDERS);
    });
  }

  it('may lie beside what is written', async () => {
    await batch('orders.csv');
    await synth.write('structured', { schema: schema(), output: at('rows.csv') });
    assert.equal((await readFile(at('rows.csv'), 'utf8')).split('\n').length, 12);
  });
});
