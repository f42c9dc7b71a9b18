// A loop by hand over @faker-js/faker: the `en` locale alone, names reused for the email, few large writes.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ACTIVE, COUNTRIES, draws, writeRows } from '../job.mjs';

export const formats = ['csv', 'jsonl'];

export async function prepare() {
  const require = createRequire(new URL('../../engine/package.json', import.meta.url));
  const { faker } = await import(pathToFileURL(require.resolve('@faker-js/faker/locale/en')));
  faker.seed(42);
  const { age, score, createdAt } = draws(() => faker.number.float());
  const countries = Object.entries(COUNTRIES).map(([value, weight]) => ({ value, weight }));
  const next = (i) => {
    const firstName = faker.person.firstName();
    const lastName = faker.person.lastName();
    return {
      id: i + 1,
      uuid: faker.string.uuid(),
      name: `${firstName} ${lastName}`,
      email: faker.internet.email({ firstName, lastName }),
      age: age(),
      country: faker.helpers.weightedArrayElement(countries),
      createdAt: createdAt(),
      score: score(),
      active: faker.datatype.boolean({ probability: ACTIVE }),
      bio: faker.lorem.sentence(),
    };
  };
  return (format, count, path) => writeRows(format, count, path, next);
}
