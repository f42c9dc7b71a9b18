import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { Draft, expandField, type Property, type SchemaContext } from '../schema/draft.js';
import { hasOwnKind, type SpecKind } from '../schema/field-kind.js';
import type { CommonSpec, FieldSpec, JsonSpec } from '../schema/model.js';
import { readDraft } from '../schema/read-field.js';
import { Report } from '../schema/report.js';
import { fits, keeps } from './fields-fit.js';
import type { FieldPlace } from './fields-from-shape.js';
import { sourceOf } from './fields-source.js';
import type { Goal } from './goal.js';
import type { Note } from './shape.js';
import type { Solver } from './solver.js';

/** The keyword under which a schema says how its values are drawn. */
export const KEYWORD = 'x-synth';

/** Settings of every field, whatever its kind. */
const COMMON = ['nullable', 'optional', 'unique', 'when', 'by', 'cases', 'else', 'prompt', 'pool', 'model'] as const;

/**
 * Reads `x-synth`: a field as the data-schema language writes it, laid over the field that the schema itself makes. What
 * is not sure to satisfy the schema is checked when drawn.
 */
export class SynthSettings {
  private readonly reports = new Map<string | undefined, Report>();

  /** @param read where settings were read, by their notes' pointers and files. */
  constructor(
    private readonly context: SchemaContext,
    private readonly solver: Solver,
    readonly read = new Set<string>(),
  ) {}

  /** Mistakes in documents that are not the one asked for; its own are in the context's report. */
  get diagnostics(): Diagnostic[] {
    return [...this.reports].flatMap(([file, { diagnostics }]) =>
      diagnostics.map((d) => ({ ...d, ...(file && { file }) })),
    );
  }

  /** The field with what its schema says of it under `x-synth`. */
  overlay(spec: FieldSpec, goal: Goal, place: FieldPlace, required: boolean): FieldSpec {
    const note = this.noteOf(goal);
    if (note === undefined) return spec;
    this.read.add(placeKey(note));
    const context = this.contextOf(note);
    const pointer = pointerTo(note.pointer, KEYWORD);
    const draft = expandField(context, note.synth, pointer);
    if (draft === undefined) return spec;
    const base: SpecKind | undefined = spec.kind === 'json' ? undefined : spec.kind;
    const site = { name: spec.key, table: 'structured', tablePointer: '', depth: 1 } as const;
    const before = context.report.diagnostics.length;
    const own = hasOwnKind(draft, base);
    const written = own ? draft : this.laidOver(spec, draft);
    const field = readDraft(context, written, site);
    if (context.report.failedSince(before)) return spec;
    const settled = this.settled(own ? field : merged(spec, field, draft), spec, draft);
    this.checkAbsence(settled, place, required, pointer, context.report);
    const sound = fits(settled, goal, this.solver) || (!own && keeps(settled, goal, this.solver));
    return sound ? settled : this.checked(settled, goal, pointer, context.report);
  }

  /** Settings that belong to every way to satisfy a goal; those of one branch are its own. */
  private noteOf(goal: Goal): Note | undefined {
    const [first, ...others] = this.solver.shapesOf(goal);
    return first?.notes.find(
      (note) =>
        note.synth !== undefined &&
        others.every(({ notes }) => notes.some((other) => placeKey(other) === placeKey(note))),
    );
  }

  private contextOf({ file }: Note): SchemaContext {
    if (file === undefined) return this.context;
    let report = this.reports.get(file);
    if (report === undefined) this.reports.set(file, (report = new Report()));
    return { ...this.context, report };
  }

  /** The settings on top of the field that the schema makes, written out. */
  private laidOver(spec: FieldSpec, draft: Draft): Draft {
    const { type, properties } = sourceOf(spec);
    const pinned = Object.entries(properties).map(([key, value]): [string, Property] => [
      key,
      { value, pointer: draft.pointer, pinned: true },
    ]);
    return new Draft(draft.pointer, type, [], pinned).lay(draft.properties);
  }

  /** What the settings leave open stays as the schema has it. */
  private settled(field: FieldSpec, spec: FieldSpec, draft: Draft): FieldSpec {
    const nullable = draft.has('nullable') ? field.nullable : spec.kind === 'json' ? 0 : spec.nullable;
    const optional = draft.has('optional') ? field.optional : spec.optional;
    const key = draft.has('key') ? field.key : spec.key;
    return { ...field, nullable, optional, key };
  }

  private checkAbsence(
    { optional }: FieldSpec,
    { name }: FieldPlace,
    required: boolean,
    pointer: string,
    report: Report,
  ): void {
    if (!required || optional === 0) return;
    const message = `"${name}" is required, so that no row can be without it. Take "optional" away, or "${name}" out of "required".`;
    report.error('json-schema/required', pointerTo(pointer, 'optional'), message);
  }

  /** The field as what is drawn and then checked. */
  private checked(field: FieldSpec, goal: Goal, pointer: string, report: Report): FieldSpec {
    const givesNull = field.nullable > 0 || (field.when !== undefined && field.otherwise === undefined);
    if (givesNull && !this.solver.accepts(goal, null)) {
      const message =
        'The schema allows no null here. Add "null" to its "type", or for a missing property write "optional".';
      report.error('json-schema/no-null', pointer, message);
    }
    const { optional, ...inner } = field;
    const common: CommonSpec = { pointer: field.pointer, key: field.key, nullable: 0, optional, unique: false };
    const preferred = { ...inner, optional: 0 } as FieldSpec;
    const spec: JsonSpec = { kind: 'json', goal: goal.source, output: 'any', preferred, checked: true };
    return { ...common, ...spec };
  }
}

/** Where kinds have parts that cannot be written out again, they keep them. */
function merged(spec: FieldSpec, field: FieldSpec, draft: Draft): FieldSpec {
  if (spec.kind === 'json') return { ...spec, ...commonOf(field) } as FieldSpec;
  if (spec.kind === 'object') return { ...field, fields: spec.fields } as FieldSpec;
  if (spec.kind !== 'array' || field.kind !== 'array') return field;
  return {
    ...field,
    items: spec.items,
    length: draft.has('length') ? field.length : spec.length,
    uniqueItems: draft.has('uniqueItems') ? field.uniqueItems : spec.uniqueItems,
  };
}

function commonOf(field: FieldSpec): Partial<CommonSpec> {
  const entries = Object.entries(field).filter(([key]) => (COMMON as readonly string[]).includes(key));
  return { ...Object.fromEntries(entries), ...(field.otherwise && { otherwise: field.otherwise }) };
}

/** A schema, for a set. */
export function placeKey({ pointer, file }: Pick<Note, 'pointer' | 'file'>): string {
  return `${file ?? ''}#${pointer}`;
}
