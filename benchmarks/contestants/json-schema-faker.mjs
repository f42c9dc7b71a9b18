// json-schema-faker, one generator for all rows. It has no weights and no distributions: ages, scores and countries are
// uniform, which is less work than the job asks.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { createGeneratorSync } from 'json-schema-faker';
import { AGE, COUNTRIES, writeRows } from '../job.mjs';

export const formats = ['csv', 'jsonl'];

const properties = {
  id: { type: 'integer', autoIncrement: true },
  uuid: { type: 'string', format: 'uuid' },
  name: { type: 'string', faker: 'person.fullName' },
  email: { type: 'string', faker: 'internet.email' },
  age: { type: 'integer', minimum: AGE.min, maximum: AGE.max },
  country: { type: 'string', enum: Object.keys(COUNTRIES) },
  createdAt: { type: 'string', format: 'date-time' },
  score: { type: 'number', minimum: 0, maximum: 10000, multipleOf: 0.01 },
  active: { type: 'boolean' },
  bio: { type: 'string', faker: 'lorem.sentence' },
};

export async function prepare({ job = 'users' }) {
  if (job !== 'users') return prepareSchema(new URL(`../${job}.schema.json`, import.meta.url));
  const require = createRequire(new URL('../../engine/package.json', import.meta.url));
  const { faker } = await import(pathToFileURL(require.resolve('@faker-js/faker/locale/en')));
  const options = { seed: 42, extensions: { faker }, minDateTime: '2024-01-01', maxDateTime: '2025-12-31' };
  const generator = createGeneratorSync(options);
  const schema = { type: 'object', properties, required: Object.keys(properties) };
  return (format, count, path) => writeRows(format, count, path, () => generator.generate(schema));
}

/** A JSON Schema as it is, without faker: json-schema-faker has formats and patterns of its own. */
function prepareSchema(url) {
  const schema = JSON.parse(readFileSync(url, 'utf8'));
  const generator = createGeneratorSync({ seed: 42 });
  return (format, count, path) => writeRows(format, count, path, () => generator.generate(schema));
}
