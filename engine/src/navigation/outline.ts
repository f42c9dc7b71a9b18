import { isGrammarType } from '../schema/aliases.js';
import { pointerTo } from '../schema/diagnostic.js';
import { expandField, type Draft, type SchemaContext } from '../schema/draft.js';
import { formOf, isMapping, type Mapping, namesType } from '../schema/form.js';
import { DEFAULT_NOW } from '../schema/normalise.js';
import { Report } from '../schema/report.js';
import { type Alias, type Definition, type FieldSymbol, Scope, segmentsIn, type TableSymbol } from './symbols.js';

/** Documents are read no deeper, and no further: a guard against those that blow up. */
const MAX_DEPTH = 60;
const MAX_FIELDS = 20_000;

/** A document that a reference names. */
export interface OtherDocument {
  /** The parsed value. */
  readonly value: unknown;
  /** How the file is called. */
  readonly file: string;
}

/** What plug-ins and other files add to a document. */
export interface OutlineOptions {
  /** Types that plug-ins registered. */
  readonly customTypes?: ReadonlySet<string> | undefined;
  /**
   * The document of the file that a reference names, as written there; undefined where it cannot be had. `from`: the file
   * that has the reference, where it is another itself.
   */
  readonly other?: ((file: string, from?: string) => OtherDocument | undefined) | undefined;
}

/** What a reference names: a table and the path of a column of it. */
export interface RefTarget {
  readonly table: TableSymbol;
  /** The text names the table, before the column. */
  readonly named: boolean;
  /** Where the path of the column begins in the text. */
  readonly from: number;
}

/** The names that a document defines, whatever else is wrong with it. */
export class Outline {
  readonly tables = new Map<string, TableSymbol>();
  readonly types: readonly { readonly definition: Definition; readonly field: FieldSymbol | undefined }[];
  readonly definitions: Definition[] = [];
  /** Where fields have a named type, or one that does not exist. */
  readonly typeUses: {
    readonly name: string;
    readonly pointer: string;
    readonly start: number;
    readonly definition: Definition | undefined;
  }[] = [];
  private readonly context: SchemaContext;
  private readonly others = new Map<string, Outline | undefined>();
  private count = 0;

  constructor(
    readonly value: unknown,
    private readonly options: OutlineOptions = {},
    readonly file?: string,
    /** Outlines by file: two files may refer to each other. */
    private readonly known = new Map<string, Outline>(),
  ) {
    const root = isMapping(value) ? value : {};
    const form = formOf(value).form;
    const types = form !== 'field-map' && isMapping(root.types) ? root.types : {};
    this.context = {
      report: new Report(),
      now: DEFAULT_NOW,
      timezone: 'UTC',
      types,
      customTypes: options.customTypes ?? new Set(),
      tables: new Map(),
      fieldCount: 0,
    };
    if (file !== undefined) known.set(file, this);
    if (form === 'tables') {
      for (const [name, table] of Object.entries(isMapping(root.tables) ? root.tables : {})) {
        this.addTable(name, table, pointerTo('/tables', name), this.define('table', name, pointerTo('/tables', name)));
      }
    } else if (form === 'document') {
      const named = typeof root.name === 'string';
      const name = named ? (root.name as string) : 'rows';
      const definition: Definition = { kind: 'table', name, pointer: named ? '/name' : '', at: 'value', ...this.place };
      if (named) this.definitions.push(definition);
      this.addTable(name, root, '', definition);
    } else if (form === 'field-map') {
      this.addTable(
        'rows',
        { fields: root },
        '',
        { kind: 'table', name: 'rows', pointer: '', at: 'value', ...this.place },
        '',
      );
    }
    for (const table of this.tables.values()) this.link(table);
    for (const table of this.tables.values()) this.declare(table);
    this.types = Object.keys(types).map((name) => this.declareType(name, types[name]));
  }

  private get place(): { readonly file?: string } {
    return this.file === undefined ? {} : { file: this.file };
  }

  private define(kind: Definition['kind'], name: string, pointer: string, at: 'key' | 'value' = 'key'): Definition {
    const definition: Definition = { kind, name, pointer, at, ...this.place };
    this.definitions.push(definition);
    return definition;
  }

  private addTable(
    name: string,
    value: unknown,
    pointer: string,
    definition: Definition,
    fieldsAt = pointerTo(pointer, 'fields'),
  ): void {
    const source: Mapping = isMapping(value) ? value : {};
    const written = source.type;
    const type =
      written === 'timeseries' || written === 'events' || written === 'structured'
        ? written
        : isMapping(source.events)
          ? 'events'
          : 'structured';
    const events = new Map<string, Definition>();
    if (type === 'events' && isMapping(source.events)) {
      for (const event of Object.keys(source.events)) {
        events.set(event, this.define('event', event, pointerTo(pointer, 'events', event)));
      }
    }
    this.tables.set(name, new Table(name, pointer, fieldsAt, source, type, definition, events));
  }

  /** Opens the alias of the parent that rows are counted per. */
  private link(table: TableSymbol): void {
    const { count, sessions } = table.source;
    const per = isMapping(count) && table.type === 'structured' ? count.per : undefined;
    const parent = typeof per === 'string' ? this.tables.get(per) : undefined;
    if (parent !== undefined && parent !== table) {
      parent.children.push(table);
      table.scope.aliases.set(parent.name, { name: parent.name, definition: parent.definition, table: parent });
    }
    const follows = isMapping(sessions) && table.type === 'events' ? sessions.per : undefined;
    const other = typeof follows === 'string' ? this.tables.get(follows) : undefined;
    if (other !== undefined && other !== table) {
      table.scope.aliases.set(other.name, { name: other.name, definition: other.definition, table: other });
    }
  }

  private declare(table: TableSymbol): void {
    const { source, pointer, fieldsAt, scope, type } = table;
    if (type === 'timeseries' && isMapping(source.series)) {
      for (const [name, keys] of Object.entries(source.series)) {
        const at = pointerTo(pointer, 'series', name);
        const definition = this.define('series', name, at);
        const values = isMapping(keys) ? { ref: keys.ref } : { enum: keys };
        const draft = expandField(this.context, values, at);
        const ref = isMapping(keys) && typeof keys.ref === 'string' ? keys.ref : undefined;
        if (ref !== undefined) this.openAlias(scope, ref, undefined, at);
        scope.fields.set(name, { definition, scope, draft, members: undefined, items: undefined, variants: [] });
      }
    }
    table.fields.push(...this.declareFields(scope, source.fields, fieldsAt, []));
    if (type === 'events' && isMapping(source.events)) {
      for (const [name, event] of Object.entries(source.events)) {
        if (!isMapping(event)) continue;
        const inner = new Scope(table, scope, true);
        const fields = this.declareFields(inner, event.fields, pointerTo(pointer, 'events', name, 'fields'), []);
        table.payloads.push(...fields);
        for (const field of fields) {
          if (!scope.fields.has(field.definition.name)) scope.fields.set(field.definition.name, field);
        }
      }
    }
    this.addColumns(table);
  }

  /** The columns that a table with an axis of time has without a field. */
  private addColumns({ source, pointer, scope, type, fields, events }: TableSymbol): void {
    if (type === 'structured') return;
    const add = (name: unknown, at: string, written: boolean, draft: object): void => {
      if (typeof name !== 'string' || name === '' || scope.fields.has(name)) return;
      const definition: Definition = written
        ? this.define('column', name, at, 'value')
        : { kind: 'column', name, pointer, at: 'value', ...this.place };
      scope.fields.set(name, {
        definition,
        scope,
        draft: expandField(this.context, draft, at),
        members: undefined,
        items: undefined,
        variants: [],
      });
    };
    for (const field of fields) for (const [label, at] of labelsOf(field)) add(label, at, true, LABEL);
    const times = fields.filter(({ draft }) => draft?.type?.name === 'datetime').map((f) => f.definition.name);
    const time = times.includes('timestamp') || times.length !== 1 ? 'timestamp' : times[0];
    const { timeField, typeField, sessions, faults } = source;
    add(timeField ?? time, pointerTo(pointer, 'timeField'), timeField !== undefined, { type: 'datetime' });
    if (type !== 'events') return;
    const kinds = [...events.keys()];
    if (kinds.length > 0) {
      add(typeField ?? 'type', pointerTo(pointer, 'typeField'), typeField !== undefined, { enum: kinds });
    }
    if (isMapping(sessions))
      add(sessions.idField, pointerTo(pointer, 'sessions', 'idField'), true, { type: 'integer' });
    if (isMapping(faults)) add(faults.label, pointerTo(pointer, 'faults', 'label'), true, LABEL);
  }

  private declareFields(
    scope: Scope,
    value: unknown,
    pointer: string,
    named: readonly string[],
    depth = 0,
  ): FieldSymbol[] {
    if (!isMapping(value) || depth > MAX_DEPTH) return [];
    return Object.keys(value).map((name) => {
      const at = pointerTo(pointer, name);
      const field = this.declareField(scope, this.define('field', name, at), value[name], at, named, depth);
      scope.fields.set(name, field);
      return field;
    });
  }

  private declareField(
    scope: Scope,
    definition: Definition,
    value: unknown,
    pointer: string,
    named: readonly string[],
    depth: number,
  ): FieldSymbol {
    const none = { definition, scope, draft: undefined, members: undefined, items: undefined, variants: [] };
    if (depth > MAX_DEPTH || ++this.count > MAX_FIELDS) return none;
    this.useType(value, pointer);
    const draft = expandField(this.context, value, pointer, named) ?? this.typeless(value, pointer, named);
    if (draft === undefined) return none;
    const ref = textOf(draft, 'ref');
    if (ref !== undefined) this.openAlias(scope, ref, textOf(draft, 'as'), draft.properties.get('as')?.pointer ?? '');
    const { members, items } = this.declareInside(scope, draft, definition, depth);
    const variants = variantsOf(draft).map(({ value: variant, pointer: at }) => {
      return this.declareField(new Scope(scope.table, scope, true), definition, variant, at, draft.named, depth + 1);
    });
    return { definition, scope, draft, members, items, variants };
  }

  private useType(value: unknown, pointer: string): void {
    if (isMapping(value) && typeof value.type === 'string') {
      this.useType(value.type, pointerTo(pointer, 'type'));
      return;
    }
    const name = typeof value === 'string' ? /[\p{L}_][\p{L}\p{N}_.-]*/u.exec(value)?.[0] : undefined;
    if (name === undefined || isGrammarType(name)) return;
    const { types, customTypes } = this.context;
    const named = Object.hasOwn(types, name);
    if (!named && (namesType(name) || customTypes.has(name))) return;
    const at = pointerTo('/types', name);
    const definition: Definition | undefined = named
      ? { kind: 'type', name, pointer: at, at: 'key', ...this.place }
      : undefined;
    this.typeUses.push({ name, pointer, start: (value as string).indexOf(name), definition });
  }

  /** A field without the type that cannot be read. */
  private typeless(value: unknown, pointer: string, named: readonly string[]): Draft | undefined {
    if (!isMapping(value) || !Object.hasOwn(value, 'type')) return undefined;
    const { type: _type, ...rest } = value;
    return expandField(this.context, rest, pointer, named);
  }

  private declareInside(
    scope: Scope,
    draft: Draft,
    definition: Definition,
    depth: number,
  ): Pick<FieldSymbol, 'members' | 'items'> {
    const fields = draft.properties.get('fields');
    let members: Scope | undefined;
    if (fields !== undefined) {
      members = new Scope(scope.table, scope, false);
      this.declareFields(members, fields.value, fields.pointer, draft.named, depth + 1);
    }
    const item = draft.properties.get('items');
    if (item === undefined) return { members, items: undefined };
    const inner = new Scope(scope.table, scope, true);
    return { members, items: this.declareField(inner, definition, item.value, item.pointer, draft.named, depth + 1) };
  }

  /** A named type by itself, where no field around it is known. */
  private declareType(name: string, value: unknown): Outline['types'][number] {
    const pointer = pointerTo('/types', name);
    const definition = this.define('type', name, pointer);
    const [table] = this.tables.values();
    if (table === undefined) return { definition, field: undefined };
    const scope = new Scope(new Table('', '', '', {}, table.type, definition, new Map()), undefined, true);
    return { definition, field: this.declareField(scope, definition, value, pointer, [name], 0) };
  }

  private openAlias(scope: Scope, ref: string, as: string | undefined, pointer: string): void {
    const target = this.targetOf(scope, ref);
    if (target === undefined) return;
    const name = as ?? target.table.name;
    if (scope.alias(name) !== undefined) return;
    const definition = as === undefined ? target.table.definition : this.define('alias', as, pointer, 'value');
    scope.aliases.set(name, { name, definition, table: target.table } satisfies Alias);
  }

  /** The table that a reference names; undefined where it is none, or a copy through an alias. */
  targetOf(scope: Scope, ref: string): RefTarget | undefined {
    const hash = ref.indexOf('#');
    if (hash >= 0) return this.other(ref.slice(0, hash))?.inFile(ref, hash + 1);
    const [head, ...column] = segmentsIn(ref);
    const table = this.tables.get(head.name);
    if (table !== undefined && column.length > 0) return { table, named: true, from: column[0].start };
    if (scope.alias(head.name) !== undefined && column.length > 0) return undefined;
    const own = scope.table;
    const names = isMapping(own.source.fields) ? own.source.fields : {};
    const found = Object.hasOwn(names, ref) || Object.hasOwn(names, head.name);
    return found ? { table: own, named: false, from: 0 } : undefined;
  }

  private inFile(ref: string, from: number): RefTarget | undefined {
    const [head, ...column] = segmentsIn(ref.slice(from), from);
    const table = this.tables.get(head.name);
    if (table !== undefined && column.length > 0) return { table, named: true, from: column[0].start };
    const [only, ...more] = this.tables.values();
    return only === undefined || more.length > 0 ? undefined : { table: only, named: false, from };
  }

  /** The outline of a file that a reference names. */
  other(name: string): Outline | undefined {
    if (this.others.has(name)) return this.others.get(name);
    const found = this.options.other?.(name, this.file);
    let outline: Outline | undefined;
    if (found !== undefined) {
      outline = this.known.get(found.file) ?? new Outline(found.value, this.options, found.file, this.known);
    }
    this.others.set(name, outline);
    return outline;
  }
}

class Table implements TableSymbol {
  readonly scope: Scope = new Scope(this, undefined, true);
  readonly fields: FieldSymbol[] = [];
  readonly payloads: FieldSymbol[] = [];
  readonly children: TableSymbol[] = [];

  constructor(
    readonly name: string,
    readonly pointer: string,
    readonly fieldsAt: string,
    readonly source: Mapping,
    readonly type: TableSymbol['type'],
    readonly definition: Definition,
    readonly events: ReadonlyMap<string, Definition>,
  ) {}
}

const LABEL = { type: 'string', nullable: true };

/** What a field property holds, where it is a text. */
export function textOf(draft: Draft, key: string): string | undefined {
  const value = draft.properties.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The labels of the anomalies of a field and its variants, with their places. */
function* labelsOf({ draft, members, variants }: FieldSymbol): Iterable<readonly [unknown, string]> {
  const anomalies = draft?.properties.get('anomalies');
  if (isMapping(anomalies?.value)) yield [anomalies.value.label, pointerTo(anomalies.pointer, 'label')];
  for (const variant of variants) yield* labelsOf(variant);
  for (const member of members?.fields.values() ?? []) yield* labelsOf(member);
}

/** `cases` and `else` as written. */
function variantsOf(draft: Draft): { readonly value: unknown; readonly pointer: string }[] {
  const cases = draft.properties.get('cases');
  const otherwise = draft.properties.get('else');
  const each = isMapping(cases?.value)
    ? Object.entries(cases.value).map(([key, value]) => ({ value, pointer: pointerTo(cases.pointer, key) }))
    : [];
  return [...each, ...(otherwise ? [otherwise] : [])].filter(
    ({ value }) => isMapping(value) || typeof value === 'string',
  );
}
