import * as z from 'zod';
import { configSchema } from '../config/schema.js';
import { segmentsOf } from '../schema/diagnostic.js';
import type { SchemaContext } from '../schema/draft.js';
import { type Form, formOf, isField, isMapping, type Mapping } from '../schema/form.js';
import { headShape, TABLE_SHAPES, TABLE_TYPES, tablesShape, type TableType } from '../schema/grammar.js';
import { batchDocument } from '../schema/grammar-batch.js';
import { DEFAULT_NOW } from '../schema/normalise.js';
import { Report } from '../schema/report.js';
import type { Expectation, KeyForm, NameKind, ValueForm } from './expectation.js';
import { FieldPlace, type FieldSite } from './field-place.js';
import { Alternatives, childOf, type Place, type Reserved, SchemaPlace } from './places.js';

export type { Expectation, KeyForm, MappingForm, NameKind, TextForm, ValueForm } from './expectation.js';
export type { Literal } from '../schema/grammar-values.js';

/** What {@link grammarAt} is told beside the document. */
export interface GrammarOptions {
  /** What the document is. Default: a data schema. */
  readonly kind?: 'schema' | 'config' | 'batch' | undefined;
  /** Types that plug-ins registered. */
  readonly customTypes?: ReadonlySet<string> | undefined;
}

/**
 * What the grammar lets stand at a place of a document, which may have mistakes and need not have anything there yet.
 * Never throws.
 * @param value the parsed document.
 * @param pointer JSON pointer of a value; of a mapping for its keys.
 * @returns undefined where nothing is known: within data, within a JSON Schema, below what should be a scalar.
 */
export function grammarAt(value: unknown, pointer: string, options: GrammarOptions = {}): Expectation | undefined {
  let place: Place | undefined = rootOf(value, options);
  for (const segment of segmentsOf(pointer)) place = place?.step(segment);
  return place?.expectation();
}

function rootOf(value: unknown, { kind = 'schema', customTypes = new Set() }: GrammarOptions): Place | undefined {
  const schema: Reserved = (literal, inner) => (literal === 'schema' ? schemaPlace(inner, customTypes) : undefined);
  if (kind === 'config') return new SchemaPlace(configSchema, value, schema);
  if (kind === 'batch') return new SchemaPlace(batchDocument(), value, schema);
  return schemaPlace(value, customTypes);
}

/** Forms of a schema; `open` where it may still become any of them. */
function schemaPlace(value: unknown, customTypes: ReadonlySet<string>): Place | undefined {
  const root: Mapping = isMapping(value) ? value : {};
  const form = isOpen(root) ? 'open' : formOf(value).form;
  if (form === undefined || form === 'json-schema') return undefined;
  const types = form !== 'field-map' && isMapping(root.types) ? root.types : {};
  const context: SchemaContext = {
    report: new Report(),
    now: DEFAULT_NOW,
    timezone: 'UTC',
    types,
    customTypes,
    tables: new Map(),
    fieldCount: 0,
  };
  return new RootPlace(root, form, context);
}

/** Whether a root holds nothing yet that tells its form: all its keys could be those of a document. */
function isOpen(root: Mapping): boolean {
  const keys = Object.keys(root);
  const known = { ...headShape(), description: true };
  return keys.every((key) => key in known && !isField(root[key]));
}

const TABLE_WORDS: Readonly<Record<TableType, string>> = {
  structured: 'Rows without a time axis.',
  timeseries: 'One row for each step of time.',
  events: 'Rows at irregular times.',
};

class RootPlace implements Place {
  constructor(
    private readonly root: Mapping,
    private readonly form: Form | 'open',
    private readonly context: SchemaContext,
  ) {}

  expectation(): Expectation {
    const { form } = this;
    if (form === 'field-map') return mapping([], 'field');
    const parts = form === 'tables' ? [] : tableKeys(this.table());
    const tables = form === 'open' ? [keyOf('tables', false, () => this.step('tables'))] : [];
    const head = Object.keys(form === 'tables' ? tablesShape() : headShape());
    const keys = [
      ...parts.map((key) => ({ ...key, required: key.required && form !== 'open' })),
      ...tables,
      ...head.map((name) => keyOf(name, name === 'tables', () => this.step(name))),
    ];
    return mapping(distinct(keys), form === 'open' ? 'field' : undefined);
  }

  step(segment: string): Place | undefined {
    const { form } = this;
    const inner = childOf(this.root, segment);
    const site = this.site('structured');
    if (form === 'field-map') return new FieldPlace(inner, site);
    const known = this.known(segment, inner);
    if (form !== 'open') return known;
    const field = new FieldPlace(inner, site);
    return known === undefined
      ? field
      : segment === 'fields' || segment === 'tables'
        ? known
        : new Alternatives([known, field]);
  }

  private known(segment: string, inner: unknown): Place | undefined {
    const { form } = this;
    const head: Readonly<Record<string, z.ZodType>> = headShape();
    if (segment === 'types') return new FieldsPlace(inner, this.site(undefined), 'type', head.types.description);
    if (form !== 'document' && segment === 'tables') {
      return new TablesPlace(
        inner,
        (table) => new TablePlace(table, (type) => this.site(type)),
        tablesShape().tables.description,
      );
    }
    if (Object.hasOwn(head, segment)) return new SchemaPlace(head[segment], inner, noReserved);
    if (form === 'tables') {
      return segment === 'description' ? new SchemaPlace(tablesShape().description, inner, noReserved) : undefined;
    }
    return this.table().step(segment);
  }

  private table(): TablePlace {
    return new TablePlace(this.root, (type) => this.site(type));
  }

  private site(table: TableType | undefined): FieldSite {
    return siteOf(this.context, table);
  }
}

function siteOf(context: SchemaContext, table: TableType | undefined): FieldSite {
  const site: FieldSite = {
    context,
    table,
    reserved: (literal, value, description) => {
      if (literal === 'fields') return new FieldsPlace(value, site, 'field', description);
      return literal === 'field' || literal === 'variant' ? new FieldPlace(value, site, description) : undefined;
    },
  };
  return site;
}

const noReserved: Reserved = () => undefined;

/** `tables`. */
class TablesPlace implements Place {
  constructor(
    private readonly value: unknown,
    private readonly place: (table: unknown) => Place,
    private readonly description: string | undefined,
  ) {}

  expectation(): Expectation {
    return { ...mapping([], 'table'), description: this.description };
  }

  step(segment: string): Place {
    return this.place(childOf(this.value, segment));
  }
}

/** A mapping of names to fields. */
class FieldsPlace implements Place {
  constructor(
    private readonly value: unknown,
    private readonly site: FieldSite,
    private readonly names: 'field' | 'type',
    private readonly description: string | undefined,
  ) {}

  expectation(): Expectation {
    return { ...mapping([], this.names), description: this.description };
  }

  step(segment: string): Place {
    return new FieldPlace(childOf(this.value, segment), this.site);
  }
}

/** A table, or the part of a document that is one. */
class TablePlace implements Place {
  readonly type: TableType;
  readonly value: Mapping;
  private readonly schema: SchemaPlace;

  constructor(value: unknown, site: (table: TableType) => FieldSite) {
    this.value = isMapping(value) ? value : {};
    const { type, events } = this.value;
    const named = TABLE_TYPES.find((name) => name === type);
    this.type = named ?? (events !== undefined && !isField(events) ? 'events' : 'structured');
    const shape: Readonly<Record<string, z.ZodType>> = {
      ...(named === undefined && { events: TABLE_SHAPES.events().events }),
      ...TABLE_SHAPES[this.type](),
    };
    this.schema = new SchemaPlace(z.strictObject(shape), this.value, site(this.type).reserved);
  }

  expectation(): Expectation {
    const [form] = this.schema.expectation().forms;
    const keys = form.kind === 'mapping' ? form.keys : [];
    return mapping(keys.map((key) => (key.name === 'type' ? keyOf('type', false, () => typePlace) : key)));
  }

  step(segment: string): Place | undefined {
    if (segment === 'type') return typePlace;
    const place = this.schema.step(segment);
    // The types of events are names of the document.
    return place && segment === 'events'
      ? new Named(place, 'event')
      : place && segment === 'series'
        ? new Named(place, 'series')
        : place;
  }
}

const typePlace: Place = {
  expectation: () => ({
    description: 'Type of the data.',
    examples: [],
    forms: TABLE_TYPES.map((value): ValueForm => ({ kind: 'choice', value, description: TABLE_WORDS[value] })),
  }),
  step: () => undefined,
};

/** A mapping whose keys are names of the document. */
class Named implements Place {
  constructor(
    private readonly place: Place,
    private readonly names: NameKind,
  ) {}

  expectation(): Expectation {
    const { forms, ...rest } = this.place.expectation();
    return { ...rest, forms: forms.map((form) => (form.kind === 'mapping' ? { ...form, names: this.names } : form)) };
  }

  step(segment: string): Place | undefined {
    return this.place.step(segment);
  }
}

function tableKeys(table: TablePlace): readonly KeyForm[] {
  const [form] = table.expectation().forms;
  return form.kind === 'mapping' ? form.keys : [];
}

function mapping(keys: readonly KeyForm[], names?: NameKind): Expectation {
  return { examples: [], forms: [{ kind: 'mapping', keys, names }] };
}

function keyOf(name: string, required: boolean, place: () => Place | undefined): KeyForm {
  return { name, required, unlikely: false, value: () => place()?.expectation() ?? { examples: [], forms: [] } };
}

function distinct(keys: readonly KeyForm[]): KeyForm[] {
  return [...new Map(keys.map((key) => [key.name, key])).values()];
}
