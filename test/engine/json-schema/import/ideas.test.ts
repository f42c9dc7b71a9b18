import assert from 'node:assert/strict';
import { accepts } from '../../../../engine/src/json-schema/accept.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { FORMAT_IDEAS, TEXT_IDEAS } from '../../../../engine/src/json-schema/realism-ideas.js';
import { TEXT_NAMES } from '../../../../engine/src/json-schema/realism-names.js';
import { compileSource } from '../../../../engine/src/plan/source.js';
import { recordsOf } from '../../../../engine/src/generators/records.js';
import type { DocumentModel, FieldModel, FieldSpec } from '../../../../engine/src/schema/model.js';
import { locales } from '../../../../engine/src/vocabulary/catalog.js';

const ideas = Object.entries(TEXT_IDEAS).flatMap(([name, idea]) => ('prose' in idea ? [] : [{ name, idea }]));

function schemaOf(formats: readonly string[]): (value: unknown) => boolean {
  const value = { allOf: formats.map((format) => ({ type: 'string', format })) };
  const graph = new SchemaGraph({ documents: [{ uri: 'test:/a', value }], root: 'test:/a#', infer: true });
  return (text) => accepts(graph, graph.root, text);
}

function modelOf(locale: string): DocumentModel {
  const common = { nullable: 0, optional: 0, unique: false, pointer: '' };
  const fields = ideas.map(({ name, idea }): FieldModel => ({
    name,
    pointer: '',
    spec: { ...common, key: name, ...idea.spec } as FieldSpec,
  }));
  const table = { name: 'rows', key: '', type: 'structured', pointer: '', fields, count: 100 } as const;
  const empty = { primaryKey: [], unique: [], correlations: [], source: {} };
  return { form: 'document', seed: 1, now: 0, locale, timezone: 'UTC', tables: [{ ...table, ...empty }] };
}

describe('Ideas of texts', () => {
  const checks = new Map(ideas.map(({ name, idea }) => [name, schemaOf(idea.formats)]));

  for (const locale of locales()) {
    it(`are as long as they say and have their formats: ${locale}`, async () => {
      const { plan, diagnostics } = await compileSource({ model: modelOf(locale), others: new Map() }, {});
      assert.deepEqual(diagnostics, []);
      for await (const record of recordsOf(plan.tables[0], {})) {
        for (const { name, idea } of ideas) {
          const text = record[name] as string;
          const length = [...text].length;
          // A margin: what is drawn here is not all that can be.
          const varies = idea.shortest < idea.longest && !['enum', 'datetime', 'date', 'time'].includes(idea.spec.kind);
          const most = varies && idea.longest > 40 ? idea.longest / 1.25 : idea.longest;
          assert.ok(length >= idea.shortest && length <= most, `${name}: ${JSON.stringify(text)} has ${length}`);
          assert.ok(checks.get(name)!(text), `${name}: ${JSON.stringify(text)} is not ${idea.formats.join()}`);
        }
      }
    }).timeout(20_000);
  }

  it('are all known by the names that lead to them', () => {
    const known = new Set(
      [...TEXT_NAMES.values(), ...Object.values(FORMAT_IDEAS)].flatMap((names) => names.split('|')),
    );
    assert.deepEqual(
      [...known].filter((name) => TEXT_IDEAS[name] === undefined),
      [],
    );
  });
});
