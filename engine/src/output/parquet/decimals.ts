import type { NumberColumn } from '../../columns/column.js';
import { POWERS } from '../digits.js';
import type { DictionaryIndex } from './dictionary.js';
import { MOST_STEPS, type Numbering, WHOLE } from './index-wasm.js';
import { numberingOf } from './numbering.js';
import { presenceOf } from './presence.js';

/** So many places for each distinct value are cleared sooner all at once. */
const FEW_PLACES = 32;

/**
 * Numbers the values of columns of few decimals, which repeat where they lie close together. `undefined` where they do
 * not, and where one is no such decimal.
 */
export function indexDecimals(parts: readonly NumberColumn[], rows: number): DictionaryIndex | undefined {
  const { decimals } = parts[0];
  if (decimals === undefined || decimals >= POWERS.length) return undefined;
  if (parts.some((part) => part.decimals !== decimals)) return undefined;
  const first = firstOf(parts);
  if (first === undefined) return undefined;
  const power = POWERS[decimals];
  const base = first * power + WHOLE - WHOLE - MOST_STEPS;
  const numbering = numberingOf(rows);
  const { numberOf, distinct, indices } = numbering;
  numbering.begin(power, base, rows >> 1);
  const at = numberAll(numbering, parts);
  const [count, least, greatest] = numbering.found();
  if (greatest - least < FEW_PLACES * count) numberOf.fill(0, least, greatest + 1);
  else for (let i = 0; i < count; i++) numberOf[distinct[i] * power + WHOLE - WHOLE - base] = 0;
  if (at === undefined || greatest - least >= MOST_STEPS || count * 2 > at) return undefined;
  return {
    values: { kind: 'number', length: count, values: distinct.subarray(0, count), decimals },
    indices: indices.subarray(0, at),
    present: at === rows ? undefined : presenceOf(parts, rows).present,
  };
}

function firstOf(parts: readonly NumberColumn[]): number | undefined {
  for (const { values, nulls, length } of parts) {
    for (let row = 0; row < length; row++) if (nulls === undefined || nulls[row] === 0) return values[row];
  }
  return undefined;
}

/** Numbers the values that are not null and returns how many they are; `undefined` where one has no place. */
function numberAll(numbering: Numbering, parts: readonly NumberColumn[]): number | undefined {
  const { values: memory } = numbering;
  let at = 0;
  for (const { values, nulls, length } of parts) {
    for (let from = 0; from < length; from += memory.length) {
      const to = Math.min(from + memory.length, length);
      let count = 0;
      if (nulls === undefined) {
        memory.set(values.subarray(from, to));
        count = to - from;
      } else for (let row = from; row < to; row++) if (nulls[row] === 0) memory[count++] = values[row];
      if (count === 0) continue;
      if (!numbering.number(count, at)) return undefined;
      at += count;
    }
  }
  return at;
}
