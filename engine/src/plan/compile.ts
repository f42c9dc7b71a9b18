import { SynthError } from '../errors.js';
import { DistributionError } from '../random/distribution.js';
import { streamFor } from '../random/key.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { CheckMemory } from '../schema/memory.js';
import type { DocumentModel } from '../schema/model.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { Compilation, type CompileSettings } from './compilation.js';
import { correlate } from './correlate.js';
import { declareFields } from './declare.js';
import { declareEvents } from './events.js';
import { FieldCell } from './field-cell.js';
import type { Cell } from './rows.js';
import { declareSeries } from './series.js';
import { type DocumentTables, type Site } from './site.js';
import { checkSteps } from './steps.js';
import { TablePlan } from './table.js';
import { uniteFields } from './unite.js';
import type { WholeRows } from './whole-rows.js';

/** Rows of a table that says nothing about its count. */
const DEFAULT_COUNT = 10;

/** A document and the documents that its references name, by file as written. */
export interface SourceDocument {
  readonly model: DocumentModel;
  /** How messages call it; `undefined` for the document asked for. */
  readonly file?: string | undefined;
  readonly others: ReadonlyMap<string, SourceDocument>;
  /** What the run that writes it asks for, where that is another one. */
  readonly asked?: { readonly count?: number | undefined; readonly rate?: string | undefined };
}

/** What to draw: tables with every field resolved, and nothing left to guess. */
export interface Plan {
  readonly document: DocumentModel;
  /** Tables in the order of the document. */
  readonly tables: readonly TablePlan[];
  /** JSON pointers of fields with a prompt. */
  readonly prompts: readonly string[];
  /** Rows that a model writes as a whole, where it is asked to. */
  readonly wholeRows: readonly WholeRows[];
  /** Types of plug-ins that fields have. */
  readonly customTypes: readonly string[];
  /** Some of the fields with a prompt stand in documents that this one refers to. */
  readonly copiesPrompts: boolean;
}

/**
 * Compiles a document to a plan. The plan may be drawn from only where no diagnostic is an error.
 * @param count rows of each table that is not counted per another; by default what the document says, else 10.
 */
export function compilePlan(
  source: SourceDocument,
  settings: CompileSettings & { readonly count?: number | undefined },
): { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } {
  const compilation = new Compilation(settings);
  const documents = new Map<SourceDocument, TablesOf>();
  const tables = tablesOf(source, compilation, documents, settings.count);
  for (const table of tables.byName.values()) {
    // What other documents declare is compiled as far as it is referred to.
    const around = `${table.model.type} ${table.model.key}`;
    for (const { cell } of table.outputs) checkCell(cell, around, settings.memory);
  }
  compilation.settle();
  const plan: Plan = {
    document: source.model,
    tables: [...tables.byName.values()],
    prompts: compilation.prompts,
    customTypes: [...compilation.customTypes],
    wholeRows: compilation.whole,
    copiesPrompts: [...compilation.prompted].some((document) => document !== source.model),
  };
  return { plan, diagnostics: compilation.diagnostics };
}

/** Finds what is wrong with a field; those that depend on nothing are known to be right once they were. */
function checkCell(cell: Cell, table: string, memory: CheckMemory | undefined): void {
  if (memory === undefined || !(cell instanceof FieldCell)) return void cell.drawer.type;
  if (memory.isCompiled(cell.spec, table) && cell.isFree) return;
  void cell.drawer.type;
  if (cell.sound && cell.standsAlone) memory.setCompiled(cell.spec, table);
}

interface TablesOf extends DocumentTables {
  readonly byName: Map<string, TablePlan>;
}

function tablesOf(
  source: SourceDocument,
  compilation: Compilation,
  documents: Map<SourceDocument, TablesOf>,
  count: number | undefined,
): TablesOf {
  const known = documents.get(source);
  if (known !== undefined) return known;
  const { model } = source;
  const tables: TablesOf = {
    byName: new Map(model.tables.map((table) => [table.name, new TablePlan(table, model, source.file)])),
    other: (file) => {
      const other = source.others.get(file);
      return other && tablesOf(other, compilation, documents, other.asked?.count);
    },
    askedRate: source.asked === undefined ? compilation.settings.clock?.askedRate : source.asked.rate,
  };
  documents.set(source, tables);
  const file = compilation.file;
  compilation.file = source.file;
  try {
    for (const table of tables.byName.values()) linkCount(table, tables, model, compilation, count);
    breakCountCycles(tables, compilation);
    for (const table of tables.byName.values()) declareTable(table, tables, model, compilation, count);
  } finally {
    compilation.file = file;
  }
  return tables;
}

function linkCount(
  table: TablePlan,
  tables: TablesOf,
  document: DocumentModel,
  compilation: Compilation,
  asked: number | undefined,
): void {
  const { count, key, type } = table.model;
  if (type !== 'structured') return;
  if (typeof count !== 'object') {
    const rows = asked ?? count ?? DEFAULT_COUNT;
    table.setRows(rows);
    checkRows(table, rows, compilation);
    return;
  }
  const parent = tables.byName.get(count.per);
  if (parent === undefined || parent === table) {
    const others = [...tables.byName.keys()].filter((name) => name !== table.name);
    const [meant] = didYouMean(count.per, others);
    const pointer = `${count.pointer}/per`;
    compilation.report({
      code: 'count/unknown-table',
      severity: 'error',
      message:
        parent === table
          ? 'rows cannot be counted per row of their own table.'
          : `there is no table \`${count.per}\` to count rows per${meant ? `; did you mean \`${meant}\`?` : `. Tables here: ${others.join(', ')}.`}`,
      pointer,
      ...(meant && { fixes: replacing(pointer, [meant]) }),
    });
    table.setRows(0);
    return;
  }
  try {
    const children = streamFor(document.seed, key, '', '#child');
    const sizes = streamFor(document.seed, key, '', '#count');
    table.countPer(parent, count, children, sizes);
    table.scope.aliases.set(parent.name, {
      name: parent.name,
      level: table.level,
      parent,
      counted: true,
      self: false,
      uses: new Map(),
      choose: undefined,
      choices: () => parent.total,
    });
  } catch (error) {
    if (!(error instanceof DistributionError || error instanceof SynthError)) throw error;
    compilation.report({
      code: error instanceof DistributionError ? 'distribution/impossible' : error.code,
      severity: 'error',
      message: error.message,
      pointer: count.pointer,
    });
  }
}

/** A JSON Schema of the whole file may say how many rows it has. */
function checkRows(table: TablePlan, rows: number, compilation: Compilation): void {
  const { rows: bounds } = table.model;
  if (bounds === undefined || (rows >= bounds.min && rows <= bounds.max)) return;
  const { min, max } = bounds;
  const range = max === Infinity ? `at least ${min}` : min === max ? `exactly ${min}` : `${min} to ${max}`;
  compilation.report({
    code: 'count/out-of-bounds',
    severity: 'error',
    message: `the schema describes a list of ${range} rows, and ${rows} are asked for.`,
    pointer: bounds.pointer,
  });
}

function breakCountCycles(tables: TablesOf, compilation: Compilation): void {
  const reported = new Set<TablePlan>();
  for (const table of tables.byName.values()) {
    const steps = [table];
    for (let at = table.parent; at !== undefined && !reported.has(at); at = at.parent) {
      if (at === table) {
        for (const step of steps) reported.add(step);
        const pointer = `${table.model.pointer}/count/per`;
        compilation.report({
          code: 'count/cycle',
          severity: 'error',
          message: `these tables are counted per each other in a circle: ${[...steps, table].map((t) => t.name).join(' → ')}. One of them needs a count of its own.`,
          pointer,
          related: steps.slice(1).map((t) => ({ pointer: `${t.model.pointer}/count/per`, message: t.name })),
        });
        for (const step of steps) step.parent = undefined;
        break;
      }
      if (steps.includes(at)) break;
      steps.push(at);
    }
  }
}

function declareTable(
  table: TablePlan,
  tables: TablesOf,
  document: DocumentModel,
  compilation: Compilation,
  asked: number | undefined,
): void {
  const site: Site = { compilation, document, tables, scope: table.scope, path: '' };
  correlate(site);
  uniteFields(site);
  if (table.model.series !== undefined) {
    declareSeries(site, table.model.series, asked);
    checkSteps(site);
    return;
  }
  if (table.model.events !== undefined) {
    declareEvents(site, table.model.events, asked);
    checkSteps(site);
    return;
  }
  declareFields(site, table.model.fields, table.scope);
  for (const { name } of table.model.fields) table.outputs.push({ name, cell: table.scope.fields.get(name)!.cell });
}
