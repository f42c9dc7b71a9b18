import type { Column } from '../columns/column.js';
import { valueAt } from '../columns/read.js';
import { type Part, scatter, take } from '../columns/take.js';
import { RowError } from '../errors.js';
import type { Drawer } from '../fields/drawer.js';
import type { CommonSpec, FieldSpec, JsonSpec } from '../schema/model.js';
import { declareReferences } from './declare.js';
import { compileField } from './fields.js';
import { solvedOf } from './json.js';
import { InnerRows, type Rows } from './rows.js';
import { BROKEN, type Site, variantSite } from './site.js';

/** How often a value that the schema refuses is drawn again. */
const REDRAWS = 32;

/** A field with settings of its own in a JSON Schema: drawn by them, and drawn again where the schema refuses the value. */
export function compileChecked(site: Site, spec: JsonSpec & CommonSpec & { readonly preferred: FieldSpec }): Drawer {
  const { solver } = solvedOf(site.document);
  const goal = solver.goals.from(spec.goal);
  const again = variantSite(site, 'again');
  const attempts: Drawer[] = [];
  const attempt = (k: number): Drawer => {
    if (attempts[k] !== undefined) return attempts[k];
    const inside = k === 0 ? site : { ...again, path: `${site.path}#again${k}`, uniform: undefined };
    declareReferences(inside, spec.preferred);
    return (attempts[k] = compileField(inside, spec.preferred).drawer);
  };
  const first = attempt(0);
  if (first === BROKEN) return first;
  // Drawn again, unique values would not be unique any more.
  const redraws = spec.preferred.unique === false ? REDRAWS : 0;
  const refusedOf = (column: Column, rows: Int32Array): Int32Array =>
    rows.filter((_, i) => !solver.accepts(goal, valueAt(column, i)));
  return {
    type: first.type,
    draw(batch) {
      const all = Int32Array.from({ length: batch.length }, (_, i) => i);
      const drawn = first.draw(batch);
      let refused = refusedOf(drawn, all);
      if (refused.length === 0) return drawn;
      const parts: Part[] = [{ column: drawn, rows: all }];
      for (let k = 1; k <= redraws && refused.length > 0; k++) {
        const drawer = attempt(k);
        const rows = InnerRows.subset(again.scope.level, batch as Rows, refused);
        const column = drawer.draw(rows);
        parts.push({ column, rows: refused });
        refused = refusedOf(column, refused);
      }
      if (refused.length > 0) {
        const [i] = refused;
        const last = JSON.stringify(valueAt(parts.at(-1)!.column, 0)) ?? 'nothing';
        const message = `the schema refuses what "x-synth" draws${redraws > 0 ? `, also after ${redraws} more attempts` : ''}, such as ${last.slice(0, 200)}. Let "x-synth" draw other values, or the schema accept them.`;
        throw new RowError('json-schema/refused', message, {
          table: site.scope.table.name,
          row: batch.rows[i],
          field: site.path,
        });
      }
      return scatter(latest(parts, batch.length), batch.length);
    },
  };
}

/** Of each row only what was drawn for it last. */
function latest(parts: readonly Part[], length: number): Part[] {
  const last = new Int32Array(length);
  parts.forEach(({ rows }, p) => {
    for (const row of rows) last[row] = p;
  });
  return parts.flatMap(({ column, rows }, p) => {
    const kept: number[] = [];
    for (let i = 0; i < rows.length; i++) if (last[rows[i]] === p) kept.push(i);
    if (kept.length === 0) return [];
    const index = Int32Array.from(kept);
    return [{ column: take(column, index), rows: Int32Array.from(kept, (i) => rows[i]) }];
  });
}
