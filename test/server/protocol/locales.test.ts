import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureData, GenerateResult, PreviewResult } from '../../../server/src/messages.js';
import { ROOT, run } from '../../support/run.js';
import type { ServerClient } from '../client.js';
import { playground } from './support.js';

const people = (locale: string): string =>
  `seed: 3\nlocale: ${locale}\nfields: { name: fullName, city: location.city }\n`;

describe('language server: locales', () => {
  const place = playground();
  const file = 'people.synth.yaml';
  const preview = (client: ServerClient, text: string): Promise<PreviewResult> => {
    client.open(place.uri(file), text);
    return client.request('agentic-synth/preview', { uri: place.uri(file), rows: 5 });
  };
  const names = ({ tables }: PreviewResult): unknown => tables[0]?.columns.map(({ values }) => values);
  /** The package as npm puts it there. */
  const install = (): void => {
    mkdirSync(place.path('node_modules'), { recursive: true });
    symlinkSync(join(ROOT, 'engine'), place.path('node_modules/agentic-synth'));
  };
  const rowsOfCommandLine = async (text: string): Promise<Record<string, unknown>[]> => {
    writeFileSync(place.path(file), text);
    const args = ['generate', 'structured', '--schema', place.path(file), '--count', '5'];
    const { stdout } = await run(process.execPath, [join(ROOT, 'engine/dist/cli.cjs'), ...args]);
    return JSON.parse(stdout) as Record<string, unknown>[];
  };

  for (const locale of ['en_GB', 'de_AT', 'pt_BR', 'ja', 'zh_CN', 'ar', 'fr_CA', 'es_MX']) {
    it(`has the words of ${locale} inside`, async () => {
      const rows = await rowsOfCommandLine(people(locale));
      const columns = ['name', 'city'].map((name) => rows.map((row) => row[name]));
      assert.deepEqual(names(await preview(await place.start(), people(locale))), columns);
    });
  }

  it('says where words that it does not have come from, and has them when the package is there', async () => {
    const client = await place.start();
    const error = await preview(client, people('hu')).then(
      () => assert.fail('drawn'),
      (failed: { message: string; data: FailureData }) => failed,
    );
    assert.equal(error.data.code, 'locale/not-installed');
    assert.match(error.message, /"hu".*npm install --save-dev agentic-synth@\d/);

    install();
    const rows = await rowsOfCommandLine(people('hu'));
    const columns = ['name', 'city'].map((name) => rows.map((row) => row[name]));
    assert.deepEqual(names(await preview(client, people('hu'))), columns);
  });

  it('has its threads find them, too', async () => {
    install();
    const client = await place.start();
    client.open(place.uri(file), people('hu'));
    const params = { uri: place.uri(file), count: 300_000, output: 'people.jsonl', format: 'jsonl' };
    const { rows } = await client.request<GenerateResult>('agentic-synth/generate', params);
    assert.equal(rows, 300_000);
    const [first] = readFileSync(place.path('people.jsonl'), 'utf8').split('\n');
    assert.deepEqual(JSON.parse(first!), (await rowsOfCommandLine(people('hu')))[0]);
  });

  it('leaves the words of another version alone', async () => {
    mkdirSync(place.path('node_modules/agentic-synth/dist'), { recursive: true });
    writeFileSync(place.path('node_modules/agentic-synth/package.json'), '{ "version": "9.1.0" }');
    const index = JSON.stringify({ faker: '99.0.0', slices: { hu: [0, 4] } });
    const text = `/*e30=${index}${String(index.length).padStart(8, '0')}*/`;
    writeFileSync(place.path('node_modules/agentic-synth/dist/cli.cjs'), text);
    await assert.rejects(preview(await place.start(), people('hu')), /has version 9\.1\.0, with other words/);
  });
});
