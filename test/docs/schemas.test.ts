import assert from 'node:assert/strict';
import { join } from 'node:path';
import { AgenticSynth, checkConfig, type Diagnostic, parseDocument } from '../../engine/src/index.js';
import { ROOT } from '../support/run.js';
import { pageText, placeOf, type Snippet, snippets } from './snippets.js';
import { Workspace } from './workspace.js';

type Mapping = Readonly<Record<string, unknown>>;

/** Parts of schemas, with what stands around them. */
const AROUND: Readonly<Record<string, (part: Mapping) => Mapping>> = {
  'in a time series': (fields) => ({
    type: 'timeseries',
    start: '2026-01-01',
    fields: { timestamp: 'datetime', ...fields },
  }),
  'beside users': (events) => ({ tables: { users: { count: 5, fields: { id: 'uuid' } }, events } }),
  'in events': (part) => ({
    tables: {
      users: { count: 5, fields: { id: 'uuid' } },
      events: { type: 'events', events: { view: {}, purchase: {} }, fields: { user: { ref: 'users.id' } }, ...part },
    },
  }),
};

describe('schemas in the documents', function () {
  this.timeout(60_000);
  const synth = new AgenticSynth({ plugins: [join(ROOT, 'examples/plugins/vin.mjs')] });
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.make()));
  after(() => workspace?.close());

  for (const snippet of snippets('yaml', 'json')) {
    if (snippet.info.startsWith('no-check: ')) continue;
    it(`have no mistakes: ${placeOf(snippet)}`, async () => {
      const { value, diagnostics } = parseDocument(snippet.text, {
        language: snippet.language === 'yaml' ? 'yaml' : 'json',
      });
      assert.deepEqual(diagnostics, []);
      const folder = await workspace.copy(placeOf(snippet), snippet.page);
      const found = await problemsOf(snippet, value as Mapping, join(folder, 'document.synth.yaml'));
      assert.deepEqual(
        found.filter(({ severity }) => severity !== 'hint'),
        [],
      );
    });
  }

  it('have no mistakes in the table of the README', async () => {
    const cells = [...pageText('README.md').matchAll(/^\| .*$/gm)].flatMap(([row]) => [
      ...row.matchAll(/`(\{.*?\})`(?=[;,]| )/g),
    ]);
    assert.ok(cells.length > 8);
    for (const [, text] of cells) {
      const { value } = parseDocument(`value: ${text}`, { language: 'yaml' });
      const row = {
        id: 'sequence',
        country: { enum: ['US', 'DE'] },
        status: { enum: ['paid', 'refunded'] },
        orderedAt: 'datetime',
      };
      const items = { count: { per: 'rows' }, fields: { quantity: 'integer', price: 'number' } };
      const users = { fields: { id: 'uuid', country: 'location.country' } };
      const fields = {
        ...row,
        ...(value as object),
        ...(text.includes('users.country') && { user: { ref: 'users.id' } }),
      };
      const found = await synth.check({ tables: { users, rows: { fields }, items } });
      assert.deepEqual(
        found.filter(({ severity }) => severity === 'error'),
        [],
        text,
      );
    }
  });

  async function problemsOf({ info }: Snippet, value: Mapping, file: string): Promise<readonly Diagnostic[]> {
    if (info === 'config') return checkConfig(value).diagnostics;
    if ('jobs' in value) return synth.checkBatch(value, { file });
    const schema = AROUND[info]?.(value) ?? value;
    const mistakes = await synth.check(schema, { file });
    if (mistakes.some(({ severity }) => severity === 'error')) return mistakes;
    const type =
      'type' in schema && (schema.type === 'timeseries' || schema.type === 'events') ? schema.type : 'structured';
    const made = await synth.generate<object>(type, { schema, count: 3, model: 'local' });
    assert.ok(Object.keys(made).length > 0);
    return mistakes;
  }
});
