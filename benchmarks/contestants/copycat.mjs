// @snaplet/copycat: every value a hash of the row's number, as ours is a function of it. It has no normal numbers: they are
// made of its floats.
import { copycat } from '@snaplet/copycat';
import { ACTIVE, COUNTRIES, draws, writeRows } from '../job.mjs';

export const formats = ['csv', 'jsonl'];

const UNIT = { min: 0, max: 1 };

export async function prepare() {
  let key = 0;
  const { age, score, createdAt } = draws(() => copycat.float(key++, UNIT));
  const total = Object.values(COUNTRIES).reduce((sum, weight) => sum + weight, 0);
  const country = (i) => {
    let rest = copycat.float(i, UNIT) * total;
    for (const [name, weight] of Object.entries(COUNTRIES)) if ((rest -= weight) < 0) return name;
    return 'US';
  };
  const next = (i) => {
    key = i * 16;
    const name = copycat.fullName(i);
    return {
      id: i + 1,
      uuid: copycat.uuid(i),
      name,
      email: copycat.email(name),
      age: age(),
      country: country(i),
      createdAt: createdAt(),
      score: score(),
      active: copycat.float(i, UNIT) < ACTIVE,
      bio: copycat.sentence(i),
    };
  };
  return (format, count, path) => writeRows(format, count, path, next);
}
