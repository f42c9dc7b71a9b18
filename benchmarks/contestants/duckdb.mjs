// DuckDB: the rows as one SQL query, of users over the same word lists, written by its own COPY. Ages and scores are clamped,
// which is less work than truncating.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { ACTIVE, AGE, COUNTRIES, CREATED, SCORE } from '../job.mjs';

export const formats = ['csv', 'jsonl', 'parquet'];

const COPY = { csv: '(FORMAT csv, HEADER)', jsonl: '(FORMAT json)', parquet: '(FORMAT parquet, COMPRESSION snappy)' };

export async function prepare({ threads, job = 'users' }) {
  const connection = await (
    await DuckDBInstance.create(':memory:', threads ? { threads: String(threads) } : {})
  ).connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run('SET preserve_insertion_order = true');
  const query = await QUERIES[job](connection);
  return async (format, count, path) => {
    await connection.run(`COPY (${query(format, count)}) TO '${path.replaceAll("'", "''")}' ${COPY[format]}`);
  };
}

const normal = 'sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())';
const START = Date.UTC(2026, 0, 1) * 1000;

/** Each prepares what its query reads, and gives the query of so many rows. */
const QUERIES = { users, points, arrivals };

/**
 * The points of points.synth.yaml, but for their noise: an AR(1) follows from the row before, which a query can only have
 * by recursion, many times as slow; white noise is less work. Times are in DuckDB's own format, which is its fastest.
 */
function points() {
  return (_, count) => `
    SELECT make_timestamp(${START} + i * 1000000) AS timestamp,
      round(15 + i * (0.1 / 86400) + 6 * cos(2 * pi() * (i - 54000) / 86400) + 2 * cos(2 * pi() * i / 604800)
        + 0.5 * ${normal}, 2) AS value
    FROM (SELECT range AS i FROM range(${count}))`;
}

/** The events of arrivals.synth.yaml: gaps of a Poisson process, summed up. */
function arrivals() {
  return (_, count) => `
    SELECT uuid() AS id, make_timestamp(${START} + CAST(elapsed * 1000 AS BIGINT) * 1000) AS timestamp,
      CASE WHEN u < 0.6 THEN 'view' WHEN u < 0.9 THEN 'click' ELSE 'purchase' END AS type,
      1 + CAST(floor(random() * 100000) AS INTEGER) AS "user"
    FROM (
      SELECT sum(gap) OVER (ROWS UNBOUNDED PRECEDING) AS elapsed, u
      FROM (SELECT -ln(1 - random()) / 100 AS gap, random() AS u FROM range(${count}))
    )`;
}

async function users(connection) {
  const require = createRequire(new URL('../../engine/package.json', import.meta.url));
  const { en } = await import(pathToFileURL(require.resolve('@faker-js/faker')));
  const { person, lorem } = en;
  const first = [...new Set([...person.first_name.female, ...person.first_name.male])];
  const last = [...new Set(person.last_name.generic)];

  for (const [name, words] of Object.entries({ first_names: first, last_names: last, words: lorem.word })) {
    await connection.run(
      `SET VARIABLE ${name} = [${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')}]`,
    );
  }
  const pick = (list, size) => `getvariable('${list}')[1 + CAST(floor(random() * ${size}) AS INTEGER)]`;
  const word = pick('words', lorem.word.length);
  const country = Object.entries(COUNTRIES);
  const total = country.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  const cases = country.map(([name, weight]) => `WHEN c < ${(below += weight) / total} THEN '${name}'`).join(' ');
  // Three to ten words, as faker writes them.
  const sentence = `concat_ws(' ', ${Array.from({ length: 10 }, (_, i) => (i < 3 ? word : `CASE WHEN n > ${i} THEN ${word} END`)).join(', ')})`;
  const stamp = `make_timestamp((${CREATED.from / 1000} + CAST(floor(random() * ${(CREATED.to - CREATED.from) / 1000}) AS BIGINT)) * 1000000)`;

  return (format, count) => `
      SELECT id, uuid, f || ' ' || l AS name, lower(f) || '.' || lower(l) || id || '@example.com' AS email, age,
        CASE ${cases} END AS country, "createdAt", score, active,
        upper(bio[1]) || substr(bio, 2) || '.' AS bio
      FROM (
        SELECT id, uuid() AS uuid, ${pick('first_names', first.length)} AS f, ${pick('last_names', last.length)} AS l,
          CAST(least(${AGE.max}, greatest(${AGE.min}, ${AGE.mean} + ${AGE.stdDev} * ${normal})) AS INTEGER) AS age,
          random() AS c, ${format === 'parquet' ? stamp : `strftime(${stamp}, '%Y-%m-%dT%H:%M:%SZ')`} AS "createdAt",
          round(least(${SCORE.max}, exp(${SCORE.mu} + ${SCORE.sigma} * ${normal})), 2) AS score,
          random() < ${ACTIVE} AS active, ${sentence} AS bio
        FROM (SELECT range + 1 AS id, 3 + CAST(floor(random() * 8) AS INTEGER) AS n FROM range(${count}))
      )`;
}
