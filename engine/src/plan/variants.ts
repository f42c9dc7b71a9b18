import type { Column, OutputType } from '../columns/column.js';
import { isNull, valueAt } from '../columns/read.js';
import { type Part, rowsByCode, scatter } from '../columns/take.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { CaseModel } from '../schema/model.js';
import type { Cell, Level } from './rows.js';
import { InnerRows, type Rows } from './rows.js';

/** A drawer with the level its own cells belong to: the rows that a condition or case selects. */
export interface Variant {
  readonly level: Level;
  readonly drawer: Drawer;
}

/** Where `condition` is true the one variant, elsewhere the other, or null. */
export function conditional(condition: Cell, then: Variant, otherwise: Variant | undefined): Drawer {
  return {
    type: unify([then.drawer.type, ...(otherwise ? [otherwise.drawer.type] : [])], otherwise === undefined),
    draw(batch) {
      const truth = (batch as Rows).column(condition);
      const chosen = new Int32Array(batch.length);
      if (truth.kind === 'boolean' && truth.nulls === undefined) {
        for (let i = 0; i < chosen.length; i++) chosen[i] = 1 - truth.values[i];
      } else {
        for (let i = 0; i < chosen.length; i++) chosen[i] = !isNull(truth, i) && valueAt(truth, i) === true ? 0 : 1;
      }
      return pieces(batch, chosen, [then, otherwise]);
    },
  };
}

/** The variant of the first case that the selector's value matches; `fallback` where none does. */
export function byCases(
  selector: Cell,
  cases: readonly CaseModel['match'][],
  variants: readonly Variant[],
  fallback: Variant | undefined,
): Drawer {
  const matcher = matcherOf(cases);
  const cache = new WeakMap<object, Int32Array>();
  return {
    type: unify(
      [...variants, ...(fallback ? [fallback] : [])].map((v) => v.drawer.type),
      fallback === undefined,
    ),
    draw(batch) {
      const column = (batch as Rows).column(selector);
      const chosen = new Int32Array(batch.length);
      if (column.kind === 'dictionary') {
        const { dictionary, codes } = column;
        let byCode = cache.get(dictionary);
        if (byCode === undefined) cache.set(dictionary, (byCode = Int32Array.from(dictionary.values, matcher)));
        const whenNull = matcher(null);
        for (let i = 0; i < chosen.length; i++) chosen[i] = isNull(column, i) ? whenNull : byCode[codes[i]];
      } else {
        for (let i = 0; i < chosen.length; i++) chosen[i] = matcher(isNull(column, i) ? null : valueAt(column, i));
      }
      return pieces(batch, chosen, [...variants, fallback]);
    },
  };
}

/** Number of the first case that holds for a value; the number of cases where none does. */
function matcherOf(cases: readonly CaseModel['match'][]): (value: unknown) => number {
  const exact = new Map<string, number>();
  cases.forEach((match, i) => {
    if (match.type === 'value' && !exact.has(match.text)) exact.set(match.text, i);
  });
  return (value) => {
    const byText = value === null ? undefined : exact.get(String(value));
    for (let i = 0; i < (byText ?? cases.length); i++) {
      const match = cases[i];
      if (match.type === 'null' && value === null) return i;
      if (match.type !== 'range' || typeof value !== 'number') continue;
      if ((match.min === undefined || value >= match.min) && (match.max === undefined || value < match.max)) return i;
    }
    return byText ?? cases.length;
  };
}

/** Draws each variant for the rows that chose it; an absent variant gives null. */
function pieces(batch: Batch, chosen: Int32Array, variants: readonly (Variant | undefined)[]): Column {
  const parts: Part[] = [];
  for (const [v, rows] of rowsByCode(chosen, variants.length).entries()) {
    const variant = variants[v];
    if (variant === undefined || rows.length === 0) continue;
    const inner = InnerRows.subset(variant.level, batch as Rows, rows);
    parts.push({ column: variant.drawer.draw(inner), rows });
  }
  return scatter(parts, batch.length);
}

/** The narrowest type that holds what any of several types gives. */
export function unify(types: readonly OutputType[], nullable: boolean): OutputType {
  const marks = {
    nullable: nullable || types.some((t) => t.nullable),
    optional: types.some((t) => t.optional),
  };
  // A variant that is only ever null narrows nothing.
  const kinds = new Set(types.map((t) => t.kind));
  const first = types[0];
  if (kinds.size === 1) {
    if (first.kind === 'number') return { kind: 'number', ...marks };
    if (first.kind === 'object' || first.kind === 'list') {
      return types.length === 1 ? { ...first, ...marks } : { kind: 'any', ...marks };
    }
    return { ...first, ...marks };
  }
  if (kinds.size === 2 && kinds.has('integer') && kinds.has('number')) return { kind: 'number', ...marks };
  return { kind: 'any', ...marks };
}
