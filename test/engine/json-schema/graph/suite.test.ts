import assert from 'node:assert/strict';
import { accepts } from '../../../../engine/src/json-schema/accept.js';
import { explain } from '../../../../engine/src/json-schema/explain.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { META_SCHEMA_DOCUMENTS } from '../../../../engine/src/json-schema/meta-schemas/index.js';
import { declared, DRAFTS, suiteFiles, suiteRemotes } from './suite.js';

const URI = 'https://suite.example/schema';

/** Formats are asserted here; by default, the suite has them as annotations from 2020-12 on. */
function assertsFormat(test: string): boolean {
  return test.endsWith('string is only an annotation by default');
}

describe('the official JSON Schema Test Suite', () => {
  const others = [...suiteRemotes(), ...META_SCHEMA_DOCUMENTS.values()];
  for (const draft of Object.keys(DRAFTS)) {
    for (const { file, groups } of suiteFiles(draft)) {
      it(`${draft}/${file}`, () => {
        for (const group of groups) {
          const document = { uri: URI, value: declared(group.schema, draft) };
          const graph = new SchemaGraph({ documents: [document, ...others], root: URI, infer: true });
          for (const { description, data, valid } of group.tests) {
            if (assertsFormat(description)) continue;
            const title = `${group.description}: ${description}`;
            assert.equal(accepts(graph, graph.root, data), valid, title);
            assert.equal(explain(graph, graph.root, data).length === 0, valid, `${title} (explained)`);
          }
        }
      });
    }
  }
});
