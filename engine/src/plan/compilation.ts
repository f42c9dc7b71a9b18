import type { FieldType } from '../generators/field-type.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { CheckMemory } from '../schema/memory.js';
import type { DocumentModel } from '../schema/model.js';
import type { Vocabulary } from '../vocabulary/locale.js';
import type { Alias } from './alias.js';
import type { Block } from './correlations.js';
import type { FieldCell } from './field-cell.js';
import { type PromptValues, Reads } from './prompt-values.js';
import type { Cell } from './rows.js';
import type { Scope } from './scope.js';
import type { Places } from './site.js';
import type { TablePlan } from './table.js';
import { WholeRows } from './whole-rows.js';

/** What compiling a document needs from outside it. */
export interface CompileSettings {
  /** Loaded beforehand: every locale that the documents name. */
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
  /** Field types that plug-ins registered. */
  readonly fieldTypes: ReadonlyMap<string, FieldType>;
  /** Fill fields with a prompt by local text; otherwise they wait for a model. */
  readonly localText: boolean;
  /** Values that a model writes; without, fields with a prompt are local text. */
  readonly prompts?: PromptValues | undefined;
  /** With {@link prompts}: the model writes rows as a whole. */
  readonly wholeRows?: boolean | undefined;
  /** What tables with an axis of time take where they say nothing. */
  readonly clock?: ClockDefaults | undefined;
  /** Of earlier checks of the document. */
  readonly memory?: CheckMemory | undefined;
}

/** Texts as in the configuration. */
export interface ClockDefaults {
  /** Time between two steps of a series; `1s`. */
  readonly sampleRate?: string | undefined;
  /** Length of a series. */
  readonly duration?: string | undefined;
  /** Events for each unit of time; `100/s`. */
  readonly rate?: string | undefined;
  /** Events for each unit of time, whatever the table says. */
  readonly askedRate?: string | undefined;
}

/** A field's part in a block of correlated ones. */
interface Correlated {
  /** The uniform behind it. */
  readonly cell: Cell;
  readonly block: Block;
  /** Its place in the block. */
  readonly k: number;
}

/** The mistakes found and the questions still open while documents are compiled to a plan. */
export class Compilation {
  readonly diagnostics: Diagnostic[] = [];
  /** JSON pointers of fields with a prompt. */
  readonly prompts: string[] = [];
  /** The documents that these stand in. */
  readonly prompted = new Set<DocumentModel>();
  /** Types of plug-ins that fields have. */
  readonly customTypes = new Set<string>();
  /** The file of the document being compiled, where it is not the one asked for. */
  file: string | undefined;
  /** Which fields read which. */
  readonly reads = new Reads();
  private readonly stack: FieldCell[] = [];
  private readonly cycles = new Set<string>();
  private readonly deferred: (() => void)[] = [];
  private readonly final: (() => void)[] = [];
  private readonly uniforms = new Map<TablePlan, Map<string, Correlated>>();
  private readonly writtenRows = new Map<TablePlan, WholeRows>();
  private readonly groups = new Map<TablePlan, Map<string, Places>>();

  constructor(readonly settings: CompileSettings) {}

  report(diagnostic: Diagnostic): void {
    const { file } = this;
    const message = diagnostic.message.replace(/^[a-z]/, (letter) => letter.toUpperCase());
    this.diagnostics.push({ ...(file !== undefined && { file }), ...diagnostic, message });
  }

  /** Nothing wrong was said about a place so far. */
  sound(pointer: string): boolean {
    return !this.diagnostics.some((d) => d.severity === 'error' && d.pointer.startsWith(pointer));
  }

  /** Begins a field; false where it is being compiled already: it depends on itself. */
  enter(cell: FieldCell): boolean {
    const from = this.stack.indexOf(cell);
    if (from < 0) {
      this.stack.push(cell);
      return true;
    }
    const steps = this.stack.slice(from);
    const identity = steps
      .map((c) => c.pointer)
      .sort()
      .join();
    if (!this.cycles.has(identity)) {
      this.cycles.add(identity);
      const [first] = steps;
      const { file } = first.scope.table;
      this.report({
        code: 'ref/cycle',
        severity: 'error',
        message: `these fields depend on each other in a circle: ${[...steps, first].map((c) => c.label).join(' → ')}. One of them must not.`,
        pointer: first.pointer,
        ...(file !== undefined && { file }),
        related: steps.slice(1).map((c) => ({ pointer: c.pointer, message: c.label, ...fileOf(c.scope.table) })),
      });
    }
    return false;
  }

  /** The field that is being compiled. */
  get compiling(): FieldCell | undefined {
    return this.stack.at(-1);
  }

  leave(): void {
    this.stack.pop();
  }

  /** Puts off a check until every field is compiled and rows can be counted. */
  later(check: () => void): void {
    this.deferred.push(this.here(check));
  }

  /** Puts off a check until those of {@link later} have run. */
  last(check: () => void): void {
    this.final.push(this.here(check));
  }

  /** Runs the checks put off, if the document has no mistake so far: counting needs sound tables. */
  settle(): void {
    if (this.diagnostics.some((d) => d.severity === 'error')) return;
    for (const check of this.deferred) check();
    for (const check of this.final) check();
  }

  private here(check: () => void): () => void {
    const { file } = this;
    return () => {
      this.file = file;
      check();
    };
  }

  /** Notes an alias just opened, to check once all of its references are known. */
  opened(alias: Alias, spec: { readonly pointer: string }): void {
    this.later(() => {
      if (alias.self || includesKey(alias)) return;
      const keys = keysOf(alias.parent);
      this.report({
        code: 'ref/no-key',
        severity: 'error',
        message: `\`${alias.name}\` copies columns of a row of \`${alias.parent.name}\` but none that identifies it. ${
          keys.length > 0
            ? `Refer to \`${alias.parent.name}.${keys[0]}\` too.`
            : `Give \`${alias.parent.name}\` a uuid, a sequence, a \`unique\` field or a \`primaryKey\`.`
        }`,
        pointer: spec.pointer,
      });
    });
  }

  /** All rows that a model writes as a whole. */
  get whole(): readonly WholeRows[] {
    return [...this.writtenRows.values()];
  }

  /** The rows of a table that a model writes. */
  wholeRows(table: TablePlan): WholeRows {
    let rows = this.writtenRows.get(table);
    if (rows === undefined) this.writtenRows.set(table, (rows = new WholeRows(table)));
    return rows;
  }

  setUniform(table: TablePlan, path: string, correlated: Correlated): void {
    getOrCreate(this.uniforms, table).set(path, correlated);
  }

  /** What correlates the noise of a field of a time series. */
  correlated(scope: Scope, path: string): Correlated | undefined {
    return this.uniforms.get(scope.table)?.get(path);
  }

  setPlaces(table: TablePlan, path: string, places: Places): void {
    getOrCreate(this.groups, table).set(path, places);
  }

  /** The uniform behind a correlated field. */
  uniform(scope: Scope, path: string): Cell | undefined {
    return scope.level.kind === 'table' ? this.uniforms.get(scope.table)?.get(path)?.cell : undefined;
  }

  /** The places of a field that is unique together with others. */
  places(scope: Scope, path: string): Places | undefined {
    return scope.level.kind === 'table' ? this.groups.get(scope.table)?.get(path) : undefined;
  }
}

/** For the other places of a mistake. */
export function fileOf({ file }: TablePlan): { readonly file?: string } {
  return file === undefined ? {} : { file };
}

function getOrCreate<T>(maps: Map<TablePlan, Map<string, T>>, table: TablePlan): Map<string, T> {
  let map = maps.get(table);
  if (map === undefined) maps.set(table, (map = new Map()));
  return map;
}

/** The columns that tell rows of a table apart, each alone. */
export function keysOf(table: TablePlan): string[] {
  const single = table.model.primaryKey.length === 1 ? table.model.primaryKey[0] : undefined;
  return table.model.fields
    .filter(({ name, spec }) => {
      if (spec.kind === 'uuid' || spec.unique === true || name === single) return true;
      return spec.kind === 'sequence' && spec.per === undefined && spec.step !== 0;
    })
    .map(({ name }) => name);
}

function includesKey(alias: Alias): boolean {
  const used = alias.uses;
  if (keysOf(alias.parent).some((key) => used.has(key))) return true;
  const { primaryKey, unique } = alias.parent.model;
  const groups = [primaryKey, ...unique.map((u) => u.fields)].filter((g) => g.length > 0);
  return groups.some((group) => group.every((column) => used.has(column)));
}
