import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import type { SchemaContext } from '../schema/draft.js';
import type { DocumentModel, FieldModel, FieldSpec, JsonSpec, TableModel } from '../schema/model.js';
import type { Normalised, NormaliseOptions } from '../schema/normalise.js';
import { fix, Report } from '../schema/report.js';
import { checkSchema } from './check-schema.js';
import { distinctCount } from './fields-distinct.js';
import { drawn, FieldReader, pointerOf, titleOf } from './fields-from-shape.js';
import type { Goal } from './goal.js';
import { SchemaGraph, UnresolvedReferenceError } from './graph.js';
import { listed, schemasIn } from './root.js';
import { readRootSettings, type RootSettings } from './root-settings.js';
import type { ArrayShape, Note, Shape } from './shape.js';
import { Solver } from './solver.js';
import type { JsonSchemaSource } from './source.js';
import { KEYWORD, placeKey, SynthSettings } from './synth-settings.js';
import { pointerSegments } from './uri.js';
import { strayReferences } from './synth-stray.js';

/** What rows that are no objects are called where they need a name: the column of a CSV file. */
export const BARE_FIELD = 'value';

/**
 * Turns a JSON Schema into the model that plans are made from. Objects whose properties do not depend on each other become
 * a table of their fields; any other root one value a row; a list of rows describes the whole file. Reports what cannot be
 * satisfied or drawn; never throws on any schema.
 */
export function importJsonSchema(source: JsonSchemaSource, options: NormaliseOptions = {}): Normalised {
  try {
    return new Import(source, options).run();
  } catch (error) {
    if (!(error instanceof UnresolvedReferenceError)) throw error;
    const diagnostic: Diagnostic = { code: error.code, severity: 'error', message: error.message, pointer: '' };
    return { model: undefined, diagnostics: [diagnostic] };
  }
}

class Import {
  private readonly report = new Report();
  private graph: SchemaGraph;
  private readonly pointer: string;

  constructor(
    private readonly source: JsonSchemaSource,
    private readonly options: NormaliseOptions,
  ) {
    this.graph = new SchemaGraph(source);
    this.pointer = this.graph.root.node.pointer;
  }

  run(): Normalised {
    const { graph, report, options } = this;
    const checked = [...checkSchema(graph), ...this.anything()];
    if (checked.some(({ severity }) => severity === 'error')) return { model: undefined, diagnostics: checked };
    this.checkType();
    const solver = this.solver();
    const note = solver.shapesOf(solver.goals.root)[0]?.notes.find(({ synth }) => synth !== undefined);
    const settings = readRootSettings(note?.synth, pointerTo(note?.pointer ?? '', KEYWORD), options, report);
    const source: JsonSchemaSource = {
      ...this.graph.source,
      infer: options.infer ?? settings.infer ?? this.source.infer,
    };
    const found: Diagnostic[] = [];
    const table = this.satisfiable(solver) && this.table(solver, source.infer, settings, note, found);
    const diagnostics = [...checked, ...report.diagnostics, ...found];
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    if (!table || failed) return { model: undefined, diagnostics };
    const name = settings.head.name ?? table.name;
    const model: DocumentModel = {
      form: 'json-schema',
      ...settings.head,
      ...(name !== 'rows' && { name }),
      tables: [{ ...table, name }],
      jsonSchema: source,
    };
    return { model, diagnostics };
  }

  /** A document that only defines schemas allows anything, which is hardly what was meant. */
  private anything(): Diagnostic[] {
    const { value } = this.graph.root.node;
    const names = schemasIn(value);
    const said = typeof value === 'object' ? Object.keys(value).filter((key) => !SILENT.has(key)) : [];
    if (names.length === 0 || said.length > 0) return [];
    const message = `This schema allows any value: it only defines others. Name one behind the file's path, as in ${names[0]}. It has ${listed(names)}.`;
    return [{ code: 'json-schema/anything', severity: 'warning', message, pointer: this.pointer }];
  }

  /**
   * What stands beside a `$ref` holds, though old drafts ignore it: validators differ, and values are to pass all. Unless
   * nothing would be left.
   */
  private solver(): Solver {
    const strict = new SchemaGraph({ ...this.source, neighbours: true });
    try {
      const solver = new Solver(strict);
      if (solver.depthOf(solver.goals.root) < Infinity) {
        this.graph = strict;
        return solver;
      }
    } catch (error) {
      if (!(error instanceof UnresolvedReferenceError)) throw error;
    }
    return new Solver(this.graph);
  }

  private checkType(): void {
    const { type } = this.options;
    if (type === undefined || type === 'structured') return;
    const message = `A JSON Schema describes structured data, but ${type} data was asked for. Write a data schema with "type: ${type}".`;
    this.report.error('type/contradiction', this.pointer, message);
  }

  private satisfiable(solver: Solver): boolean {
    const { root } = solver.goals;
    if (solver.depthOf(root) < Infinity) return true;
    const [reason, ...others] = solver.conflict(root);
    const { node } = reason ?? { node: graphRoot(root) };
    const why = reason === undefined ? '' : `: ${reason.keyword === '' ? '' : `"${reason.keyword}" `}${reason.message}`;
    this.report.error(
      'json-schema/unsatisfiable',
      reason === undefined ? this.pointer : pointerTo(node.pointer, ...keywordOf(node.value, reason.keyword)),
      `No value satisfies this schema${why}.`,
      {
        related: others.map(({ node: at, keyword, message }) => ({
          pointer: pointerTo(at.pointer, ...keywordOf(at.value, keyword)),
          message: `${keyword === '' ? '' : `"${keyword}" `}${message}`,
          ...(at.file !== undefined && { file: at.file }),
        })),
      },
    );
    return false;
  }

  private table(
    solver: Solver,
    infer: boolean,
    settings: RootSettings,
    settled: Note | undefined,
    found: Diagnostic[],
  ): TableModel {
    const root = solver.goals.root;
    const shapes = drawn(solver.shapesOf(root));
    const file = fileOf(shapes, solver);
    const goal = file?.rest ?? root;
    const rowShapes = file === undefined ? shapes : drawn(solver.shapesOf(goal));
    const title = titleOf(shapes[0]) ?? titleOf(rowShapes[0]) ?? definitionName(this.pointer);
    const context = this.contextOf(settings);
    const synth = new SynthSettings(context, solver);
    if (settled !== undefined) synth.read.add(placeKey(settled));
    const reader = new FieldReader(solver, infer, (spec, of, place, required) =>
      of === root ? spec : synth.overlay(spec, of, place, required),
    );
    const pointer = pointerOf(goal, this.pointer);
    const read = reader.field(goal, { name: BARE_FIELD, pointer, parent: title, root: true });
    const row = read.kind === 'json' ? { ...read, ...membersOf(rowShapes) } : read;
    const fields = fieldsOf(row);
    const bare = fields === undefined;
    found.push(...synth.diagnostics, ...strayReferences(this.graph, synth.read, context));
    if (bare) this.refuseColumns(settings);
    const plain = fields ?? [{ name: BARE_FIELD, pointer, spec: row }];
    const columns = file?.unique ? this.distinct(plain, file) : plain;
    const count = settings.count ?? (file === undefined ? undefined : usualCount(file, columns));
    return {
      name: title ?? 'rows',
      key: '',
      type: 'structured',
      pointer,
      fields: columns,
      count,
      ...settings.table,
      source: {},
      ...(bare && { bare }),
      row: goal.source,
      ...(file !== undefined && { rows: rowsOf(file, this.pointer) }),
    };
  }

  private contextOf({ head }: RootSettings): SchemaContext {
    const customTypes = this.options.customTypes ?? new Set<string>();
    const { now, timezone } = head;
    return { report: this.report, now, timezone, types: {}, customTypes, tables: new Map(), fieldCount: 0 };
  }

  /** Settings of columns, where the rows are made as a whole. */
  private refuseColumns({ table }: RootSettings): void {
    const places = [
      ...(table.primaryKeyPointer === undefined ? [] : [table.primaryKeyPointer]),
      ...[...table.unique, ...table.correlations].map(({ pointer }) => pointer),
    ];
    for (const pointer of places) {
      const message =
        'Here rows are made as a whole, not column by column, since the schema makes properties depend on each other or describes no objects.';
      this.report.error('json-schema/no-columns', pointer, message);
    }
  }

  /** The fields, one of them made such that no row comes twice. */
  private distinct(fields: readonly FieldModel[], { minItems }: ArrayShape): readonly FieldModel[] {
    const able = fields.filter(({ spec }) => spec.optional === 0 && distinctCount(spec) > 1);
    const least = Math.max(minItems, 2);
    const best = able.filter(({ spec }) => distinctCount(spec) >= least);
    const chosen = best.find(({ spec }) => spec.kind === 'uuid') ?? widest(best) ?? widest(able);
    if (chosen === undefined) {
      const message =
        'No row may come twice here, and no required property can be made to have other values in every row. Take "uniqueItems" away, or add one such as { "type": "string", "format": "uuid" }.';
      const pointer = pointerTo(this.pointer, 'uniqueItems');
      const fixes = [fix('Remove "uniqueItems"', { op: 'remove', pointer })];
      this.report.error('json-schema/unique-rows', pointer, message, { fixes });
      return fields;
    }
    if (chosen.spec.kind === 'uuid') return fields;
    return fields.map((field) => (field === chosen ? { ...field, spec: { ...field.spec, unique: true } } : field));
  }
}

/** Keywords that say nothing about values. */
const SILENT: ReadonlySet<string> = new Set([
  ...['$schema', '$id', 'id', '$comment', '$defs', 'definitions', '$anchor', '$vocabulary', 'title', 'description'],
  ...['default', 'examples', KEYWORD],
]);

/** The shape of a file that is a list of rows. */
function fileOf(shapes: readonly Shape[], solver: Solver): ArrayShape | undefined {
  const [shape] = shapes;
  if (shapes.length !== 1 || shape.type !== 'array') return undefined;
  const plain = shape.prefix.length + shape.contains.length + shape.excluded.length === 0 && !shape.repeated;
  if (!plain || shape.rest === solver.goals.any || solver.depthOf(shape.rest) === Infinity) return undefined;
  return shape.maxItems > 0 ? shape : undefined;
}

/** What a schema among definitions is called. */
function definitionName(pointer: string): string | undefined {
  const segments = pointerSegments(pointer);
  const [home, name] = segments.slice(-2);
  return name !== undefined && ['schemas', '$defs', 'definitions'].includes(home) ? name : undefined;
}

/** The columns that a row of fields makes. */
function fieldsOf(row: FieldSpec): readonly FieldModel[] | undefined {
  return row.kind === 'object' && row.nullable === 0 && row.fields.length > 0 ? row.fields : undefined;
}

/** The columns of rows that are objects made as a whole. */
function membersOf(shapes: readonly Shape[]): Pick<JsonSpec, 'members'> {
  const objects = shapes.filter((shape) => shape.type === 'object');
  if (objects.length === 0 || shapes.some(({ type }) => type !== 'object' && type !== 'null')) return {};
  const names = [...new Set(objects.flatMap(({ known, required }) => [...known, ...required]))];
  const open = objects.some(({ patterns, some, minProperties, known }) => {
    return patterns.length + some.length > 0 || minProperties > known.length;
  });
  return names.length === 0 ? {} : { members: { names, open } };
}

function rowsOf({ minItems, maxItems, unique }: ArrayShape, pointer: string): TableModel['rows'] {
  return { min: minItems, max: maxItems, unique, pointer };
}

/** Ten rows, where the bounds allow it and there are so many different ones. */
function usualCount({ minItems, maxItems }: ArrayShape, fields: readonly FieldModel[]): number {
  const distinct = fields.filter(({ spec }) => spec.unique === true).map(({ spec }) => distinctCount(spec));
  return Math.max(minItems, Math.min(10, maxItems, ...distinct));
}

function widest(fields: readonly FieldModel[]): FieldModel | undefined {
  return fields.reduce<FieldModel | undefined>(
    (best, field) => (best === undefined || distinctCount(field.spec) > distinctCount(best.spec) ? field : best),
    undefined,
  );
}

function graphRoot(goal: Goal): Goal['literals'][number]['at']['node'] {
  return goal.literals[0].at.node;
}

/** The keyword's own place, where it is written there. */
function keywordOf(value: unknown, keyword: string): string[] {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, keyword) ? [keyword] : [];
}
