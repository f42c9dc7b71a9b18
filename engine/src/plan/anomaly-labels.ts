import type { Column, Dictionary } from '../columns/column.js';
import type { Drawer } from '../fields/drawer.js';
import type { FieldSpec } from '../schema/model.js';
import type { AnomaliesModel, AnomalyType } from '../schema/model-series.js';
import { columnNode, commonSpec } from './column-node.js';
import { type Cell, InnerRows, type Rows } from './rows.js';
import type { FieldNode } from './scope.js';
import type { Site } from './site.js';
import type { TablePlan } from './table.js';

const TYPES: readonly AnomalyType[] = [
  'spike',
  'levelShift',
  'trendChange',
  'varianceChange',
  'stuck',
  'dropout',
  'missing',
];
const LABELS: Dictionary = { values: TYPES };

/**
 * Notes the anomalies of rows under their label. Signals do so when they are drawn: of the variants of a field, those that
 * the rows have.
 * @param anomalies by row the place among `types`, −1 for none
 */
export function noteAnomalies(
  table: TablePlan,
  label: string,
  rows: Rows,
  types: readonly AnomalyType[],
  anomalies: Int32Array,
): void {
  let outer = rows;
  let index: Int32Array | undefined;
  while (outer instanceof InnerRows) {
    const own: Int32Array = outer.index;
    index = index === undefined ? own : index.map((i) => own[i]);
    outer = outer.outer;
  }
  const codes = notedIn(table, label, outer);
  const places = types.map((type) => TYPES.indexOf(type));
  for (let i = 0; i < anomalies.length; i++) {
    if (anomalies[i] >= 0) codes[index === undefined ? i : index[i]] = places[anomalies[i]];
  }
}

function notedIn(table: TablePlan, label: string, rows: Rows): Int32Array {
  let key = table.labels.get(label);
  if (key === undefined) table.labels.set(label, (key = {}));
  return rows.memo(key, () => new Int32Array(rows.length).fill(-1));
}

/** The columns that say which rows are anomalous, by what: one for each label that a field, or a variant of it, names. */
export function labelColumns(site: Site): FieldNode[] {
  const { table } = site.scope;
  const nodes: FieldNode[] = [];
  for (const { name, spec } of table.model.fields) {
    const own = new Set<string>();
    for (const { label, pointer } of labelled(spec)) {
      if (label === undefined || own.has(label)) continue;
      own.add(label);
      if (table.scope.fields.has(label) || nodes.some((node) => node.name === label)) {
        site.compilation.report({
          code: 'anomalies/label-taken',
          severity: 'error',
          message: `there is a column \`${label}\` already; give this label another name.`,
          pointer: `${pointer}/label`,
        });
      } else nodes.push(labelColumn(site, label, spec.pointer, table.scope.fields.get(name)!.cell));
    }
  }
  return nodes;
}

/** The anomalies of a field, its variants and the fields inside it. */
function labelled(spec: FieldSpec): readonly AnomaliesModel[] {
  const own = 'signal' in spec ? spec.signal?.anomalies : undefined;
  const variants = [...(spec.cases ?? []).map(({ field }) => field), ...(spec.otherwise ? [spec.otherwise] : [])];
  const inner = spec.kind === 'object' ? spec.fields.map((field) => field.spec) : [];
  return [...(own ? [own] : []), ...[...variants, ...inner].flatMap(labelled)];
}

function labelColumn(site: Site, name: string, pointer: string, field: Cell): FieldNode {
  const { table } = site.scope;
  const drawer: Drawer = {
    type: { kind: 'string', nullable: true, optional: false, dictionary: true },
    draw(batch): Column {
      // Drawing the field notes them.
      void (batch as Rows).column(field);
      const noted = notedIn(table, name, batch as Rows);
      const nulls = Uint8Array.from(noted, (code) => (code < 0 ? 1 : 0));
      const codes = noted.map((code) => Math.max(0, code));
      return { kind: 'dictionary', length: codes.length, codes, dictionary: LABELS, nulls };
    },
  };
  return columnNode(site, name, { ...commonSpec(pointer, name), kind: 'text' }, drawer);
}
