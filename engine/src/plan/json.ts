import type { Column, OutputType } from '../columns/column.js';
import { valueAt } from '../columns/read.js';
import { textColumn } from '../columns/text.js';
import { SynthError } from '../errors.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import { Composer } from '../json-schema/compose/composer.js';
import type { Leaves } from '../json-schema/compose/leaves.js';
import type { Goal } from '../json-schema/goal.js';
import { SchemaGraph } from '../json-schema/graph.js';
import { suggest } from '../json-schema/realism.js';
import { Solver } from '../json-schema/solver.js';
import { DistributionError } from '../random/distribution.js';
import { childAddresses } from '../random/stream.js';
import type { CommonSpec, DocumentModel, FieldSpec, JsonSpec } from '../schema/model.js';
import { normalise } from '../schema/normalise.js';
import { compileKind } from './kinds.js';
import { BROKEN, broken, type DocumentTables, type Site, streamAt } from './site.js';

/** Fields that stand on no other and need no rows of their own. */
const PLAIN: ReadonlySet<FieldSpec['kind']> = new Set<FieldSpec['kind']>([
  'integer',
  'number',
  'boolean',
  'text',
  'semantic',
  'datetime',
  'date',
  'time',
  'duration',
  'uuid',
  'enum',
  'const',
  'custom',
]);

/** How often what is preferred is drawn again where the schema refuses it, before a value is composed. */
const REDRAWS = 8;

/** The path of random identity that all leaves share: their addresses tell them apart. */
const LEAVES = '#json';

const solved = new WeakMap<DocumentModel, { readonly graph: SchemaGraph; readonly solver: Solver }>();
/** By what belongs to one document of one compilation. */
const composers = new WeakMap<DocumentTables, Composer>();

/** The graph of a document's JSON Schema, and what is found out about it. */
export function solvedOf(document: DocumentModel): { readonly graph: SchemaGraph; readonly solver: Solver } {
  let made = solved.get(document);
  if (made === undefined) {
    if (document.jsonSchema === undefined) throw new Error('the document has no JSON Schema');
    const graph = new SchemaGraph(document.jsonSchema);
    solved.set(document, (made = { graph, solver: new Solver(graph) }));
  }
  return made;
}

/** The composer of a document's JSON Schema. */
export function composerOf(site: Site): Composer {
  let composer = composers.get(site.tables);
  if (composer === undefined) {
    const { graph, solver } = solvedOf(site.document);
    composers.set(site.tables, (composer = new Composer(solver, leavesOf(site), graph)));
  }
  return composer;
}

/** A field that a JSON Schema describes: what is preferred where the schema accepts it, else values composed to satisfy it. */
export function compileJson(site: Site, spec: JsonSpec & CommonSpec): Drawer {
  const { solver } = solvedOf(site.document);
  const composer = composerOf(site);
  const goal = solver.goals.from(spec.goal);
  const problem = composer.check(goal);
  if (problem !== undefined) return broken(site, { pointer: spec.pointer, ...problem });
  const stream = streamAt(site, site.path, '#json');
  const place = { table: site.scope.table.name, field: site.path, name: nameAt(site.path) };
  const { output } = spec;
  const compose = (batch: Batch): unknown[] => composer.draw(goal, stream, batch, place);
  const kind = columnKind(output);
  const nullable = (kind === 'any' && spec.members === undefined) || solver.accepts(goal, null);
  const type: OutputType =
    spec.members === undefined ? { kind, nullable, optional: false } : membersType(spec.members, nullable);
  const preferred = spec.preferred && compileKind(site, spec.preferred);
  if (preferred === undefined || preferred === BROKEN) return { type, draw: (batch) => columnOf(kind, compose(batch)) };
  const shifts = streamAt(site, site.path, '#again');
  const redraws = PLAIN.has(spec.preferred!.kind) ? REDRAWS : 0;
  return {
    type,
    draw(batch) {
      const column = preferred.draw(batch);
      const values = Array.from({ length: batch.length }, (_, i) => valueAt(column, i));
      let refused = refusedOf(values, goal, solver);
      if (refused.length === 0 && preferred.type.kind === kind) return column;
      for (let attempt = 1; attempt <= redraws && refused.length > 0; attempt++) {
        const rows = Float64Array.from(refused, (i) => batch.rows[i]);
        const places = new Float64Array(refused.length).fill(attempt);
        const addresses = childAddresses(shifts, batch.addresses, refused, places);
        const again = preferred.draw({ length: rows.length, rows, addresses });
        refused.forEach((i, k) => (values[i] = valueAt(again, k)));
        refused = refused.filter((i) => !solver.accepts(goal, values[i]));
      }
      if (refused.length > 0) {
        const composed = compose(some(batch, refused));
        refused.forEach((i, k) => (values[i] = composed[k]));
      }
      return columnOf(kind, values);
    },
  };
}

/** Objects made as a whole: what stands under their names is not known before. */
function membersType({ names, open }: NonNullable<JsonSpec['members']>, nullable: boolean): OutputType {
  const any: OutputType = { kind: 'any', nullable: true, optional: true };
  return { kind: 'object', nullable, optional: false, fields: names.map((name) => ({ name, type: any })), open };
}

function refusedOf(values: readonly unknown[], goal: Goal, solver: Solver): number[] {
  const refused: number[] = [];
  for (let i = 0; i < values.length; i++) if (!solver.accepts(goal, values[i])) refused.push(i);
  return refused;
}

function some(batch: Batch, index: readonly number[]): Batch {
  const { low, high } = batch.addresses;
  return {
    length: index.length,
    rows: Float64Array.from(index, (i) => batch.rows[i]),
    addresses: {
      length: index.length,
      low: Int32Array.from(index, (i) => low[i]),
      high: Int32Array.from(index, (i) => high[i]),
    },
  };
}

/** Composed points in time are texts like any other; of lists and objects nothing is known before they are drawn. */
function columnKind(output: JsonSpec['output']): 'string' | 'integer' | 'number' | 'boolean' | 'any' {
  if (output === 'datetime' || output === 'date' || output === 'time') return 'string';
  return output === 'object' || output === 'list' ? 'any' : output;
}

/** What a field is called: `tags` for the items of `order/tags[]`. */
function nameAt(path: string): string {
  return path
    .replace(/(\[\])+$/, '')
    .split('/')
    .at(-1)!;
}

/** The column that a field of the kind puts out. */
function columnOf(kind: ReturnType<typeof columnKind>, values: readonly unknown[]): Column {
  const { length } = values;
  const nulls = values.includes(null) ? Uint8Array.from(values, (v) => (v === null ? 1 : 0)) : undefined;
  switch (kind) {
    case 'string':
      return textColumn(values as readonly (string | null)[]);
    case 'integer':
    case 'number': {
      const decimals = kind === 'integer' ? 0 : undefined;
      return { kind: 'number', length, values: Float64Array.from(values as readonly number[]), decimals, nulls };
    }
    case 'boolean':
      return { kind: 'boolean', length, values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)), nulls };
    default:
      return { kind: 'value', length, values, nulls };
  }
}

/** Compiles fields for the values inside of values. */
function leavesOf(site: Site): Leaves {
  const { compilation, document, tables } = site;
  const leafSite: Site = { compilation, document, tables, scope: site.scope.table.scope, path: LEAVES };
  const { settings } = compilation;
  return {
    stream: streamAt(site, LEAVES),
    infer: document.jsonSchema?.infer ?? true,
    compile(spec) {
      if (!stands(spec)) return undefined;
      if (spec.kind === 'semantic' && !settings.vocabularies.has(spec.locale ?? document.locale)) return undefined;
      if (spec.kind === 'custom' && !settings.fieldTypes.has(spec.type)) return undefined;
      try {
        const drawer = compileKind(leafSite, spec);
        return drawer === BROKEN ? undefined : drawer;
      } catch (error) {
        if (error instanceof DistributionError || error instanceof SynthError) return undefined;
        throw error;
      }
    },
    read(synth) {
      const { now, locale, timezone } = document;
      const customTypes = new Set(settings.fieldTypes.keys());
      const { model } = normalise(
        { type: 'structured', fields: { value: synth } },
        { now, locale, timezone, customTypes },
      );
      return model?.tables[0].fields[0].spec;
    },
    suggest,
  };
}

/** Whether a field can be drawn without others and without rows around it. */
function stands(spec: FieldSpec): boolean {
  if (!PLAIN.has(spec.kind) || spec.when !== undefined || spec.by !== undefined || spec.prompt !== undefined)
    return false;
  if (spec.kind === 'semantic') return spec.from.length === 0;
  return !('after' in spec) || spec.after.length + spec.before.length === 0;
}
