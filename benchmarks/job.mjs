// What the job asks of every contestant, beside users.synth.yaml: the same columns, ranges, weights and shapes.
import { closeSync, openSync, writeSync } from 'node:fs';

export const COLUMNS = ['id', 'uuid', 'name', 'email', 'age', 'country', 'createdAt', 'score', 'active', 'bio'];
export const COUNTRIES = { US: 50, DE: 15, GB: 12, FR: 10, JP: 8, BR: 5 };
export const AGE = { min: 18, max: 90, mean: 40, stdDev: 12 };
export const CREATED = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2025, 11, 31) };
// mean 120, standard deviation 90: sigma² = ln(1 + (90 / 120)²), mu = ln 120 − sigma² / 2.
const SIGMA_2 = Math.log(1 + (90 / 120) ** 2);
export const SCORE = { mu: Math.log(120) - SIGMA_2 / 2, sigma: Math.sqrt(SIGMA_2), max: 10000 };
export const ACTIVE = 0.8;

const BUFFER = 256 * 1024;

/** Writes rows given by `next(i)` as CSV or JSONL with few, large writes; returns nothing. The fast path of a loop by hand. */
export function writeRows(format, count, path, next) {
  const file = openSync(path, 'w');
  let pending = format === 'csv' ? `${COLUMNS.join(',')}\n` : '';
  for (let i = 0; i < count; i++) {
    const row = next(i);
    pending += format === 'csv' ? csvLine(row) : `${JSON.stringify(row)}\n`;
    if (pending.length > BUFFER) {
      writeSync(file, pending);
      pending = '';
    }
  }
  writeSync(file, pending);
  closeSync(file);
}

function csvLine(row) {
  return `${row.id},${row.uuid},${quoted(row.name)},${quoted(row.email)},${row.age},${row.country},${row.createdAt},${row.score},${row.active},${quoted(row.bio)}\n`;
}

function quoted(text) {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Normal numbers by the polar method, two at a time, from a source of uniform numbers. */
export function normals(uniform) {
  let spare;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const s = x * x + y * y;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = y * factor;
      return x * factor;
    }
  };
}

/** A normal age and a lognormal score, within their bounds. */
export function draws(uniform) {
  const normal = normals(uniform);
  return {
    age() {
      for (;;) {
        const age = Math.round(AGE.mean + AGE.stdDev * normal());
        if (age >= AGE.min && age <= AGE.max) return age;
      }
    },
    score() {
      for (;;) {
        const score = Math.exp(SCORE.mu + SCORE.sigma * normal());
        if (score <= SCORE.max) return Math.round(score * 100) / 100;
      }
    },
    createdAt() {
      const ms = CREATED.from + Math.floor((uniform() * (CREATED.to - CREATED.from)) / 1000) * 1000;
      return `${new Date(ms).toISOString().slice(0, 19)}Z`;
    },
  };
}
