import assert from 'node:assert/strict';
import type { Draft } from './judge.js';
import { compareLedger } from './ledger.js';
import { valuesOf } from './rows.js';
import { groupsOf, remotesOf } from './suite.js';
import { judgeOfGroup } from './suite-judge.js';

const DRAFTS: readonly Draft[] = ['draft4', 'draft6', 'draft7', 'draft2019-09', 'draft2020-12'];
/** The share of satisfiable schemas that must give rows. */
const LEAST = 0.97;

describe('rows of the official JSON Schema Test Suite', function () {
  this.timeout(120_000);

  /** By name: why there are no rows, and why ajv is not asked. */
  const without: Record<string, string> = {};
  const differs: Record<string, string> = {};

  for (const draft of DRAFTS) {
    it(`satisfy every schema of ${draft}`, async function () {
      const remotes = remotesOf(draft);
      const wrong: Record<string, unknown> = {};
      let satisfiable = 0;
      let served = 0;
      for (const group of groupsOf(draft)) {
        const { judge, difference } = judgeOfGroup(group, remotes);
        if (difference !== undefined) differs[group.name] = difference;
        const outcome = await valuesOf(group.schema, remotes);
        if (group.satisfiable) satisfiable++;
        if (outcome.kind === 'failed') wrong[group.name] = outcome.error;
        else if (outcome.kind === 'rows') {
          const refused = outcome.values.filter((value) => !judge(value));
          if (refused.length > 0) wrong[group.name] = refused;
          else if (group.satisfiable) served++;
        } else {
          const codes = outcome.diagnostics.map(({ code }) => code);
          if (codes.length === 0 || !codes.every((code) => code.startsWith('json-schema/'))) wrong[group.name] = codes;
          else if (group.satisfiable) without[group.name] = [...new Set(codes)].join(', ');
        }
      }
      this.test!.title = `satisfy ${draft}: ${served} of ${satisfiable} satisfiable schemas give rows, all of them valid`;
      assert.deepEqual(wrong, {});
      assert.ok(served >= LEAST * satisfiable, `${served} of ${satisfiable}`);
    });
  }

  it('are there for all schemas but those listed', () => compareLedger('suite-without-rows.json', without));

  it('are judged by ajv but where ajv and the suite differ', () => compareLedger('suite-ajv-differs.json', differs));
});
