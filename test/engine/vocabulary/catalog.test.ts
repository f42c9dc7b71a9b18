import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  describeSemanticType,
  LEFT_OUT,
  localeChain,
  locales,
  semanticSignature,
  semanticTypes,
  VOCABULARY_VERSION,
} from '../../../engine/src/vocabulary/catalog.js';
import { SIGNATURES } from '../../../engine/src/vocabulary/signatures.js';
import { readFakerMethods } from './faker-signatures.js';

const require = createRequire(new URL('../../../engine/package.json', import.meta.url));

describe('catalogue of semantic types', () => {
  it('is the installed faker, method by method and option by option', () => {
    // To update: npx tsx test/engine/vocabulary/faker-signatures.ts
    assert.deepEqual(
      SIGNATURES.trim().split('\n'),
      readFakerMethods().map((m) => m.line),
    );
  });

  it('names the version of the installed faker', () => {
    const entry = require.resolve('@faker-js/faker');
    const manifest = JSON.parse(readFileSync(entry.replace(/dist.*/, 'package.json'), 'utf8')) as { version: string };
    assert.equal(manifest.version, VOCABULARY_VERSION);
  });

  it('leaves out only what it names', () => {
    const types = new Set(semanticTypes());
    for (const { name } of readFakerMethods()) assert.equal(types.has(name), !(name in LEFT_OUT), name);
  });

  it('reads parameters, results and descriptions', () => {
    assert.deepEqual(describeSemanticType('person.firstName'), {
      description: 'A random first name.',
      example: "'Antwan'",
    });
    assert.deepEqual(semanticSignature('date.between')?.options[0], {
      name: 'from',
      required: true,
      types: ['string', 'number', 'date'],
    });
    assert.equal(semanticSignature('lorem.words')?.positional, true);
    assert.equal(semanticSignature('string.alpha')?.positional, false);
    assert.equal(semanticSignature('person.fistName'), undefined);
  });

  it('knows every locale and where its data falls back to', async () => {
    const { allLocales, allFakers } = (await import(require.resolve('@faker-js/faker'))) as {
      allLocales: Record<string, Record<string, Record<string, unknown>>>;
      allFakers: Record<string, { rawDefinitions: unknown }>;
    };
    assert.deepEqual([...locales()].sort(), Object.keys(allLocales).sort());
    for (const locale of locales()) {
      if (locale === 'base') continue;
      const merged: Record<string, Record<string, unknown>> = {};
      for (const name of localeChain(locale)) {
        for (const [module, entries] of Object.entries(allLocales[name])) {
          merged[module] = { ...entries, ...merged[module] };
        }
      }
      assert.deepEqual(merged, allFakers[locale].rawDefinitions, locale);
    }
  });
});
