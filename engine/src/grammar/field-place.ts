import type * as z from 'zod';
import { type Draft, expandField, type SchemaContext } from '../schema/draft.js';
import { hasOwnKind, kindOf, type SpecKind } from '../schema/field-kind.js';
import { isMapping } from '../schema/form.js';
import { type TableType } from '../schema/grammar.js';
import { commonShape, KIND_SHAPES, type Kind } from '../schema/grammar-fields.js';
import { signalShape } from '../schema/grammar-series.js';
import type { Expectation, KeyForm } from './expectation.js';
import { childOf, type Place, type Reserved, SchemaPlace } from './places.js';

type Shape = Readonly<Record<string, z.ZodType>>;

/** Where a field stands. */
export interface FieldSite {
  readonly context: SchemaContext;
  /** The type of its table; undefined among the document's `types`. */
  readonly table: TableType | undefined;
  readonly reserved: Reserved;
}

/** Properties that say what kind of field it is, in the order in which they are looked for. */
const TELLING = ['ref', 'const', 'template', 'expr', 'enum'] as const;
/** Properties that come with others only. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  cases: ['by'],
  else: ['when', 'by'],
  pool: ['prompt'],
  model: ['prompt'],
};
/** What a variant cannot have of its own. */
const NOT_VARIED: ReadonlySet<string> = new Set(['by', 'cases', 'else', 'when', 'optional', 'unique', 'key']);
/** Kinds in the order in which a field without one is offered their properties. */
const KINDS = Object.keys(KIND_SHAPES) as readonly Kind[];

/** A field: a text with its type, or a mapping. */
export class FieldPlace implements Place {
  private readonly draft: Draft | undefined;
  private readonly kind: SpecKind | undefined;

  constructor(
    private readonly value: unknown,
    private readonly site: FieldSite,
    private readonly description?: string,
    /** The field that it varies. */
    private readonly base?: SpecKind,
  ) {
    this.draft = isMapping(value) ? expandField(site.context, value, '') : undefined;
    const own = this.draft && kindOf(this.draft);
    const varies = base !== undefined && !(this.draft && hasOwnKind(this.draft, base));
    this.kind = varies ? base : own;
  }

  expectation(): Expectation {
    return {
      description: this.description,
      examples: [],
      forms: [
        { kind: 'text', role: 'field' },
        { kind: 'mapping', keys: this.keys() },
      ],
    };
  }

  step(segment: string): Place | undefined {
    const inner = childOf(this.value, segment);
    const { reserved, context, table } = this.site;
    if (segment === 'type') return this.typePlace(inner);
    if (segment === 'else' || segment === 'cases') {
      const varied: Reserved = (literal, value, description) =>
        literal === 'variant'
          ? new FieldPlace(value, { context, table, reserved }, description, this.kind)
          : reserved(literal, value, description);
      return new SchemaPlace(commonShape()[segment], inner, varied);
    }
    const schema = this.shape()[segment] ?? this.anyShape(segment);
    return schema && new SchemaPlace(schema, inner, reserved);
  }

  private typePlace(inner: unknown): Place {
    const telling = TELLING.find((key) => childOf(this.value, key) !== undefined);
    const schema = telling && (KIND_SHAPES[telling]() as Shape).type;
    return new SchemaPlace(schema ?? anyType(), inner, this.site.reserved);
  }

  /** The properties of the kind of field that it is. */
  private shape(): Shape {
    const { kind } = this;
    if (kind === undefined || kind === 'custom') return commonShape();
    const { transitions, ...own } = KIND_SHAPES[kind]() as Shape;
    const moves = this.site.table === undefined || this.site.table === 'timeseries';
    const numeric = kind === 'integer' || kind === 'number';
    return {
      ...own,
      ...(moves && transitions !== undefined && { transitions }),
      ...(moves && numeric ? signalShape() : {}),
      ...commonShape(),
    };
  }

  private keys(): KeyForm[] {
    const own = this.shape();
    const beside = isMapping(this.value) ? this.value : {};
    const written = Object.hasOwn(beside, 'type') ? beside.type : undefined;
    const keys: KeyForm[] = [];
    const add = (name: string, schema: z.ZodType, unlikely: boolean): void => {
      if (keys.some((key) => key.name === name)) return;
      const value = (): Expectation =>
        (this.step(name) ?? new SchemaPlace(schema, undefined, this.site.reserved)).expectation();
      keys.push({
        name,
        required: !unlikely && this.kind !== undefined && name !== 'type' && isRequired(schema),
        unlikely,
        value,
      });
    };
    if (this.kind === undefined || own.type !== undefined || this.kind === 'prompt') add('type', anyType(), false);
    for (const [name, schema] of Object.entries(own)) {
      if (this.base !== undefined && NOT_VARIED.has(name)) continue;
      const companions = COMPANIONS[name];
      add(name, schema, companions !== undefined && !companions.some((key) => Object.hasOwn(beside, key)));
    }
    if (this.kind === undefined) {
      for (const kind of KINDS) {
        for (const [name, schema] of Object.entries(KIND_SHAPES[kind]() as Shape)) {
          const tells = (TELLING as readonly string[]).includes(name) || ['items', 'fields'].includes(name);
          if (written === undefined && name !== 'transitions' && name !== 'options') add(name, schema, !tells);
        }
      }
    } else if (!(TELLING as readonly string[]).includes(this.kind)) {
      for (const name of TELLING) {
        const shape: Shape = KIND_SHAPES[name]();
        const types = shape.type === undefined ? [] : choicesOf(shape.type);
        const alone = Object.keys(beside).every((key) => key in shape || key in commonShape());
        if (alone && typeof written === 'string' && types.includes(written)) add(name, shape[name], true);
      }
    }
    return keys;
  }

  /** A property of whichever kind has it, where nothing says the kind yet. */
  private anyShape(name: string): z.ZodType | undefined {
    const kind = KINDS.find((one) => name in KIND_SHAPES[one]());
    return kind === undefined
      ? signalShape()[name as keyof ReturnType<typeof signalShape>]
      : (KIND_SHAPES[kind]() as Shape)[name];
  }
}

function isRequired(schema: z.ZodType): boolean {
  return !schema.safeParse(undefined).success;
}

function choicesOf(schema: z.ZodType): readonly unknown[] {
  const { forms } = new SchemaPlace(schema, undefined, () => undefined).expectation();
  return forms.flatMap((form) => (form.kind === 'choice' ? [form.value] : []));
}

function anyType(): z.ZodType {
  return KIND_SHAPES.semantic().type;
}
