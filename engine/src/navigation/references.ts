import { placeholders } from '../expression/tokens.js';
import { pointerTo } from '../schema/diagnostic.js';
import type { Property } from '../schema/draft.js';
import { isMapping } from '../schema/form.js';
import { END } from '../schema/read-series.js';
import { isClosed, namesIn, type Resolver } from './expression-uses.js';
import { Outline, type OutlineOptions, textOf } from './outline.js';
import { Resolution } from './resolution.js';
import {
  type Definition,
  type FieldSymbol,
  first,
  next,
  type Place,
  type Scope,
  segmentsIn,
  type Segment,
  type TableSymbol,
} from './symbols.js';

export type { Definition } from './symbols.js';
export type { OtherDocument, OutlineOptions } from './outline.js';

/** A place where a name is used. */
export interface NameUse {
  /** What it names, or where nothing has the name what it should. */
  readonly kind: Definition['kind'];
  /** JSON pointer of the text, or of the key. */
  readonly pointer: string;
  readonly at: 'key' | 'value';
  /** The name within the text: offsets of UTF-16 units, end exclusive. */
  readonly span: readonly [start: number, end: number];
  /** Undefined where nothing has the name. */
  readonly target: Definition | undefined;
}

/** A table of a document. */
export interface TableOutline {
  readonly definition: Definition;
  readonly name: string;
  /** JSON pointer of the table. */
  readonly pointer: string;
  /** JSON pointer of its fields. */
  readonly fieldsAt: string;
  readonly type: 'structured' | 'timeseries' | 'events';
}

/** The names of a document. */
export interface References {
  readonly tables: readonly TableOutline[];
  readonly definitions: readonly Definition[];
  readonly uses: readonly NameUse[];
}

/**
 * Every name that a document defines and every place that uses one: in `ref`, `from`, `after`, `before`, `by`, `drivers`,
 * in expressions and templates, keys, counts, sessions and types. Works on documents with mistakes; never throws. The
 * names `_row`, `_index`, `_now` and variables within expressions are not among them.
 * @param value the parsed document. Of a JSON Schema there is nothing to tell.
 */
export function references(value: unknown, options: OutlineOptions = {}): References {
  const outline = new Outline(value, options);
  const tables = [...outline.tables.values()].map(({ definition, name, pointer, fieldsAt, type }) => {
    return { definition, name, pointer, fieldsAt, type };
  });
  return { tables, definitions: distinct(outline.definitions), uses: new Uses(outline).collect() };
}

function distinct(definitions: readonly Definition[]): Definition[] {
  const seen = new Map<string, Definition>();
  for (const definition of definitions) {
    const { pointer, at, file = '' } = definition;
    const id = `${at} ${pointer} ${file}`;
    if (!seen.has(id)) seen.set(id, definition);
  }
  return [...seen.values()].filter(({ file }) => file === undefined);
}

class Uses {
  private readonly found = new Map<string, NameUse>();
  private readonly resolver: Resolver;

  constructor(private readonly outline: Outline) {
    this.resolver = new Resolution(outline);
  }

  collect(): NameUse[] {
    for (const table of this.outline.tables.values()) this.table(table);
    for (const { field } of this.outline.types) if (field !== undefined) this.field(field);
    for (const { name, pointer, start, definition } of this.outline.typeUses) {
      this.add('type', pointer, [start, start + name.length], definition);
    }
    return [...this.found.values()];
  }

  private add(
    kind: Definition['kind'],
    pointer: string,
    [start, end]: readonly [number, number],
    target: Definition | undefined,
    at: 'key' | 'value' = 'value',
  ): void {
    const id = `${at} ${pointer} ${start}`;
    // A named type is read at each place that has it: what resolves at one of them is no mistake.
    if (this.found.get(id)?.target !== undefined) return;
    this.found.set(id, { kind, pointer, at, span: [start, end], target });
  }

  private whole(
    kind: Definition['kind'],
    text: string,
    pointer: string,
    target: Definition | undefined,
    key = false,
  ): void {
    this.add(kind, pointer, [0, text.length], target, key ? 'key' : 'value');
  }

  private table(table: TableSymbol): void {
    const { source, pointer, scope, type } = table;
    const { primaryKey, unique, correlations, count } = source;
    const at = (...keys: (string | number)[]): string => pointerTo(pointer, ...keys);
    this.paths(scope, primaryKey, at('primaryKey'));
    for (const [i, group] of listOf(unique).entries()) this.paths(scope, group, at('unique', i));
    for (const [i, group] of listOf(correlations).entries()) {
      if (isMapping(group)) this.paths(scope, group.fields, at('correlations', i, 'fields'));
    }
    if (type === 'structured' && isMapping(count)) this.tableName(count.per, at('count', 'per'));
    if (type !== 'structured') this.axis(table, at);
    for (const field of [...table.fields, ...table.payloads]) this.field(field);
  }

  private axis(table: TableSymbol, at: (...keys: (string | number)[]) => string): void {
    const { source, scope, type } = table;
    const { timeField, series, faults } = source;
    if (typeof timeField === 'string' && scope.fields.get(timeField)?.definition.kind === 'field') {
      this.paths(scope, timeField, at('timeField'));
    }
    if (type === 'timeseries' && isMapping(series)) {
      for (const [name, keys] of Object.entries(series)) {
        if (isMapping(keys) && typeof keys.ref === 'string') this.ref(scope, keys.ref, at('series', name, 'ref'));
      }
    }
    if (type !== 'events') return;
    this.sessions(table, at);
    if (!isMapping(faults)) return;
    if (isMapping(faults.skew)) this.paths(scope, faults.skew.by, at('faults', 'skew', 'by'));
    for (const [i, change] of listOf(faults.drift).entries()) {
      if (isMapping(change)) this.paths(scope, change.field, at('faults', 'drift', i, 'field'));
    }
  }

  private sessions({ source, events }: TableSymbol, at: (...keys: (string | number)[]) => string): void {
    const { sessions } = source;
    if (!isMapping(sessions)) return;
    const { per, first: start, next: transitions } = sessions;
    this.tableName(per, at('sessions', 'per'));
    const event = (name: string, pointer: string, key: boolean): void => {
      this.whole('event', name, pointer, events.get(name), key);
    };
    if (typeof start === 'string') event(start, at('sessions', 'first'), false);
    for (const name of keysOf(start)) event(name, at('sessions', 'first', name), true);
    for (const name of keysOf(transitions)) {
      event(name, at('sessions', 'next', name), true);
      for (const to of keysOf((transitions as Record<string, unknown>)[name])) {
        if (to !== END) event(to, at('sessions', 'next', name, to), true);
      }
    }
  }

  private tableName(name: unknown, pointer: string): void {
    if (typeof name === 'string') this.whole('table', name, pointer, this.outline.tables.get(name)?.definition);
  }

  private field(field: FieldSymbol): void {
    const { draft, members, items, variants } = field;
    if (draft === undefined) return;
    for (const [key, property] of draft.properties) if (!property.pinned) this.property(field, key, property);
    for (const member of members?.fields.values() ?? []) this.field(member);
    if (items !== undefined) this.field(items);
    for (const variant of variants) this.field(variant);
  }

  private property({ scope, draft }: FieldSymbol, key: string, { value, pointer }: Property): void {
    switch (key) {
      case 'from':
      case 'after':
      case 'before':
      case 'by':
        this.paths(scope, value, pointer);
        break;
      case 'drivers':
        for (const [i, driver] of listOf(value).entries()) {
          if (isMapping(driver)) this.paths(scope, driver.field, pointerTo(pointer, i, 'field'));
        }
        break;
      case 'when':
      case 'expr':
        if (typeof value === 'string') this.expression(scope, value, pointer, 0, value.length);
        break;
      case 'template':
      case 'prompt':
        if (typeof value === 'string') {
          for (const { start, end } of placeholders(value)) this.expression(scope, value, pointer, start, end);
        }
        break;
      case 'ref':
        if (typeof value === 'string') this.ref(scope, value, pointer);
        break;
      case 'as': {
        const alias = typeof value === 'string' ? scope.alias(value) : undefined;
        // The first one defines it.
        if (alias !== undefined && alias.definition.pointer !== pointer && textOf(draft!, 'ref') !== undefined) {
          this.whole('alias', alias.name, pointer, alias.definition);
        }
        break;
      }
      case 'per':
        if (typeof value === 'string') {
          this.whole(
            'table',
            value,
            pointer,
            scope.alias(value)?.definition ?? this.outline.tables.get(value)?.definition,
          );
        }
        break;
      case 'unique':
        if (isMapping(value)) this.tableName(value.per, pointerTo(pointer, 'per'));
        break;
    }
  }

  /** A path, or a list of paths. */
  private paths(scope: Scope, value: unknown, pointer: string): void {
    if (typeof value === 'string') this.path(segmentsIn(value), pointer, { scope });
    else for (const [i, path] of listOf(value).entries()) this.paths(scope, path, pointerTo(pointer, i));
  }

  private path(segments: readonly Segment[], pointer: string, from: { readonly scope: Scope } | Place): void {
    let place: Place | undefined = 'scope' in from ? undefined : from;
    for (let at = 0; at < segments.length;) {
      const rest = segments.slice(at);
      const members = this.resolver.members.bind(this.resolver);
      const step =
        place === undefined ? first((from as { scope: Scope }).scope, rest, members) : next(place, rest, members);
      if (step === undefined) {
        if (place === undefined || isClosed(place, this.resolver)) {
          this.add('field', pointer, [rest[0].start, rest[0].end], undefined);
        }
        return;
      }
      place = step.place;
      at += step.count;
      this.addPlace(pointer, rest[0].start, rest[step.count - 1].end, place);
    }
  }

  private addPlace(pointer: string, start: number, end: number, place: Place | undefined): void {
    if (place?.kind === 'special') return;
    const target = place && definitionOf(place);
    this.add(target?.kind ?? 'field', pointer, [start, end], target);
  }

  private expression(scope: Scope, text: string, pointer: string, from: number, to: number): void {
    for (const { start, end, place } of namesIn(scope, this.resolver, text, from, to)) {
      this.addPlace(pointer, start, end, place);
    }
  }

  private ref(scope: Scope, text: string, pointer: string): void {
    const hash = text.indexOf('#');
    if (hash >= 0) {
      const name = text.slice(0, hash);
      const file = this.outline.other(name)?.file;
      const target: Definition | undefined =
        file === undefined ? undefined : { kind: 'file', name, pointer: '', at: 'value', file };
      this.add('file', pointer, [0, hash], target);
      if (target === undefined) return;
    }
    const target = this.outline.targetOf(scope, text);
    if (target !== undefined) {
      const { table, named, from } = target;
      const start = hash + 1;
      if (named) this.add('table', pointer, [start, from - 1], table.definition);
      const row: Place = { kind: 'row', table, definition: table.definition, self: false };
      this.path(segmentsIn(text.slice(from), from), pointer, row);
      return;
    }
    const segments = segmentsIn(text.slice(hash + 1), hash + 1);
    const [head] = segments;
    if (hash < 0 && scope.alias(head.name) !== undefined) this.path(segments, pointer, { scope });
    else this.add('table', pointer, [head.start, head.end], this.outline.tables.get(head.name)?.definition);
  }
}

function definitionOf(place: Exclude<Place, { kind: 'special' }>): Definition {
  if (place.kind === 'field') return place.field.definition;
  return place.kind === 'row' ? place.definition : place.table.definition;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function keysOf(value: unknown): string[] {
  return isMapping(value) ? Object.keys(value) : [];
}
