import type * as z from 'zod';
import { accepts, definition, typeNames } from '../schema/conform.js';
import { notes, type Literal, type ValueNote } from '../schema/grammar-values.js';
import type { Expectation, KeyForm, MappingForm, NameKind, ValueForm } from './expectation.js';

/** A place of the grammar, with the value that stands there now. */
export interface Place {
  expectation(): Expectation;
  /** The place of an entry or item of the value. */
  step(segment: string): Place | undefined;
}

/** Makes the places that a Zod type alone does not describe: fields, variants, whole schemas. */
export type Reserved = (literal: Literal, value: unknown, description: string | undefined) => Place | undefined;

/** One alternative of a Zod type, with what was said around it. */
interface Option {
  readonly schema: z.ZodType;
  readonly note: ValueNote;
  readonly description: string | undefined;
}

const RESERVED: ReadonlySet<Literal> = new Set<Literal>(['field', 'fields', 'variant', 'schema']);

/** A place that a Zod type describes. */
export class SchemaPlace implements Place {
  private readonly options: readonly Option[];
  private readonly description: string | undefined;
  private readonly examples: readonly unknown[];

  constructor(
    schema: z.ZodType,
    private readonly value: unknown,
    private readonly reserved: Reserved,
    /** What a choice stands for: of the `type` of a mapping, the mapping. */
    private readonly meaning?: string,
  ) {
    const { description, examples } = saidOf(schema);
    this.description = description;
    this.examples = examples;
    this.options = [...alternatives(schema)];
  }

  expectation(): Expectation {
    const places = this.options.map((option) => this.reservedFor(option));
    const forms = this.options.flatMap((option, i) => places[i]?.expectation().forms ?? this.formsOf(option));
    return { description: this.description, examples: this.examples, forms: mergeMappings(forms, this.likely(forms)) };
  }

  step(segment: string): Place | undefined {
    const options = segment === 'type' ? this.options : this.fitting();
    const places = options.flatMap((option) => this.stepInto(option, segment) ?? []);
    return places.length < 2 ? places[0] : new Alternatives(places);
  }

  private stepInto(option: Option, segment: string): Place | undefined {
    const reserved = this.reservedFor(option);
    if (reserved !== undefined) return reserved.step(segment);
    const def = definition(option.schema);
    const inner = childOf(this.value, segment);
    const meaning = segment === 'type' ? option.description : undefined;
    const at = (schema: z.ZodType | undefined): Place | undefined =>
      schema && new SchemaPlace(schema, inner, this.reserved, meaning);
    switch (def.type) {
      case 'object':
        return at(Object.hasOwn(def.shape, segment) ? def.shape[segment] : undefined);
      case 'record':
        return at(def.valueType);
      case 'array':
        return /^\d+$/.test(segment) ? at(def.element) : undefined;
      case 'tuple':
        return /^\d+$/.test(segment) ? at(def.items[Number(segment)]) : undefined;
      default:
        return undefined;
    }
  }

  private reservedFor({ note: { literal }, description }: Option): Place | undefined {
    return literal !== undefined && RESERVED.has(literal) ? this.reserved(literal, this.value, description) : undefined;
  }

  /** The alternatives that the value may be meant as. */
  private fitting(): readonly Option[] {
    const fitting = this.options.filter(({ schema }) => accepts(schema, this.value));
    const type = childOf(this.value, 'type');
    const tagged = fitting.filter(({ schema }) => typeof type === 'string' && typeNames(schema).includes(type));
    return tagged.length > 0 ? tagged : fitting.length > 0 ? fitting : this.options;
  }

  /** Of several mappings the one that `type` names; all of them where it names none. */
  private likely(forms: readonly ValueForm[]): readonly ValueForm[] {
    const type = childOf(this.value, 'type');
    if (typeof type !== 'string') return forms;
    const named = this.options.filter(({ schema }) => typeNames(schema).includes(type));
    return named.length === 0 ? forms : named.flatMap((option) => this.formsOf(option));
  }

  private formsOf({ schema, note, description }: Option): ValueForm[] {
    const def = definition(schema);
    switch (def.type) {
      case 'object':
        return [{ kind: 'mapping', title: description, keys: this.keysOf(def.shape) }];
      case 'record':
        return [{ kind: 'mapping', title: description, keys: [], names: nameKind(note) }];
      case 'array':
        return [{ kind: 'list', item: () => new SchemaPlace(def.element, undefined, this.reserved).expectation() }];
      case 'tuple':
        return [{ kind: 'list', item: () => new SchemaPlace(def.items[0], undefined, this.reserved).expectation() }];
      case 'enum':
        return Object.values(def.entries).map((value) => ({ kind: 'choice', value, description: this.meaning }));
      case 'literal':
        return (def.values as readonly string[]).map((value) => ({ kind: 'choice', value, description: this.meaning }));
      case 'number':
        return [numberForm(schema as z.ZodNumber)];
      case 'string':
        return [{ kind: 'text', role: note.literal }];
      case 'boolean':
      case 'null':
        return [{ kind: def.type }];
      default:
        return [{ kind: 'any' }];
    }
  }

  private keysOf(shape: Readonly<Record<string, z.ZodType>>): KeyForm[] {
    return Object.entries(shape).map(([name, schema]) => ({
      name,
      required: !['optional', 'unknown'].includes(definition(schema).type),
      unlikely: false,
      value: () => (this.step(name) ?? new SchemaPlace(schema, undefined, this.reserved)).expectation(),
    }));
  }
}

/** A place that can be read in several ways. */
export class Alternatives implements Place {
  constructor(private readonly places: readonly Place[]) {}

  expectation(): Expectation {
    const all = this.places.map((place) => place.expectation());
    return {
      description: all.find(({ description }) => description !== undefined)?.description,
      examples: all.flatMap(({ examples }) => examples),
      forms: mergeMappings(all.flatMap(({ forms }) => forms)),
    };
  }

  step(segment: string): Place | undefined {
    const places = this.places.flatMap((place) => place.step(segment) ?? []);
    return places.length < 2 ? places[0] : new Alternatives(places);
  }
}

/** One mapping in place of several: what only some of them require is not required. */
function mergeMappings(forms: readonly ValueForm[], mappings = forms): ValueForm[] {
  const isMapping = (form: ValueForm): form is MappingForm => form.kind === 'mapping';
  const found = mappings.filter(isMapping);
  const others = distinct(forms.filter((form) => !isMapping(form)));
  if (found.length === 0) return others;
  const keys = new Map<string, KeyForm>();
  for (const form of found) {
    for (const key of form.keys) if (!keys.has(key.name)) keys.set(key.name, key);
  }
  const needed = (name: string): boolean => found.every((form) => form.keys.some((k) => k.name === name && k.required));
  const merged: MappingForm = {
    kind: 'mapping',
    title: found.length === 1 ? found[0].title : undefined,
    keys: [...keys.values()].map((key) => ({ ...key, required: needed(key.name) })),
    names: found.find(({ names }) => names !== undefined)?.names,
  };
  return [...others, merged];
}

function distinct(forms: readonly ValueForm[]): ValueForm[] {
  const seen = new Set<string>();
  return forms.filter((form) => {
    const id = form.kind === 'choice' ? `choice ${form.value}` : form.kind === 'text' ? `text ${form.role}` : form.kind;
    return !seen.has(id) && seen.add(id);
  });
}

/** The alternatives of a Zod type, wrappers taken off; of the reserved ones the wrapper that says so. */
function* alternatives(
  schema: z.ZodType,
  outer: ValueNote = {},
  described: string | undefined = undefined,
): Iterable<Option> {
  const own = notes.get(schema);
  const note = { ...outer, ...own };
  const description = described ?? schema.description;
  const def = definition(schema);
  if (note.literal !== undefined && RESERVED.has(note.literal)) {
    yield { schema, note, description };
    return;
  }
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'readonly':
      yield* alternatives(def.innerType, outer, description);
      return;
    case 'lazy':
      yield* alternatives(def.getter(), note, description);
      return;
    case 'union':
      for (const option of def.options) yield* alternatives(option, {}, option.description);
      return;
    default:
      yield { schema, note, description };
  }
}

/** The first description and examples on the way to the type itself. */
function saidOf(schema: z.ZodType): { description: string | undefined; examples: readonly unknown[] } {
  let description: string | undefined;
  for (let at = schema; ;) {
    description ??= at.description;
    const { examples } = at.meta() ?? {};
    if (Array.isArray(examples)) return { description, examples: examples as unknown[] };
    const def = definition(at);
    if (def.type === 'optional' || def.type === 'nonoptional' || def.type === 'readonly') at = def.innerType;
    else if (def.type === 'lazy' && description === undefined) at = def.getter();
    else return { description, examples: [] };
  }
}

function nameKind({ keys, literal }: ValueNote): NameKind {
  return keys ?? (literal === 'weights' ? 'value' : 'any');
}

function numberForm(schema: z.ZodNumber): ValueForm {
  const { minValue: min, maxValue: max, format } = schema;
  const bounded = (x: number | null): x is number => x !== null && Math.abs(x) < Number.MAX_SAFE_INTEGER;
  return {
    kind: 'number',
    whole: format === 'safeint',
    ...(bounded(min) && { min }),
    ...(bounded(max) && { max }),
  };
}

export function childOf(value: unknown, segment: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
  return (value as Record<string, unknown>)[segment];
}
