import { type FunctionDoc, listFunctions } from '../expression/functions.js';
import { describeType, type ExprType } from '../expression/type.js';
import { Outline, type OutlineOptions, textOf } from './outline.js';
import { Resolution } from './resolution.js';
import type { Definition, FieldSymbol, Place, Scope, TableSymbol } from './symbols.js';
import { Types } from './types.js';

export type { FunctionDoc } from '../expression/functions.js';

/** A name that a path or an expression may begin with, or go on with after a dot. */
export interface VisibleName {
  /** As it is written. */
  readonly name: string;
  /** `row`: a row of another table. `rows`: the rows that are counted per this one, a list. */
  readonly kind: 'field' | 'column' | 'series' | 'row' | 'rows' | 'special';
  /** As expressions have it: `int`, `double`, `string`, `timestamp`, `list of map` …; `dyn` where it is not known. */
  readonly type: string;
  /** A null can stand there. */
  readonly nullable: boolean;
  /** As the schema has it. */
  readonly description?: string | undefined;
  /** Undefined for special names. */
  readonly definition?: Definition | undefined;
  /** The names that can follow after a dot; of a list, those of its items. */
  parts(): readonly VisibleName[];
}

/** What can be written at a place. */
export interface NamesAt {
  /** Fields of the innermost object first, then those around it, then rows of other tables. */
  readonly names: readonly VisibleName[];
  /** What expressions may call, in alphabetical order. */
  readonly functions: readonly FunctionDoc[];
}

/**
 * The names that paths and expressions see at a place of a document, which may have mistakes. Never throws.
 * @param value the parsed document.
 * @param pointer JSON pointer of a field or table, or of anything inside.
 */
export function namesAt(value: unknown, pointer: string, options: OutlineOptions = {}): NamesAt {
  const outline = new Outline(value, options);
  const functions = listFunctions();
  const scope = scopeAt(outline, pointer);
  if (scope === undefined) return { names: [], functions };
  if (/\/arrival\/expr$/.test(pointer)) return { names: ARRIVAL, functions };
  return { names: new Lister(outline).visible(scope), functions };
}

/** Where the names of a place are sought. */
function scopeAt(outline: Outline, pointer: string): Scope | undefined {
  const within = (at: string | undefined): boolean =>
    at !== undefined && (pointer === at || pointer.startsWith(`${at}/`));
  let best: Scope | undefined;
  let length = -1;
  const take = (scope: Scope, at: string | undefined): void => {
    if (!within(at) || at!.length <= length) return;
    best = scope;
    length = at!.length;
  };
  const visit = ({ scope, draft, definition, members, items, variants }: FieldSymbol): void => {
    take(scope, draft?.pointer ?? definition.pointer);
    for (const member of members?.fields.values() ?? []) visit(member);
    for (const inner of [...(items ? [items] : []), ...variants]) visit(inner);
  };
  for (const table of outline.tables.values()) {
    if (pointer === '' || within(table.pointer)) take(table.scope, table.pointer);
    for (const field of [...table.fields, ...table.payloads]) visit(field);
  }
  for (const { field } of outline.types) if (field !== undefined) visit(field);
  return best;
}

class Lister {
  private readonly types: Types;
  private readonly resolution: Resolution;

  constructor(outline: Outline) {
    this.types = new Types(outline);
    this.resolution = new Resolution(outline);
  }

  visible(scope: Scope): VisibleName[] {
    const found = new Map<string, VisibleName>();
    const add = (name: VisibleName): void => void (found.has(name.name) || found.set(name.name, name));
    const scopes = [...scope.chain()];
    for (const { fields } of scopes) for (const field of fields.values()) add(this.field(field));
    for (const { aliases } of scopes) {
      for (const { name, definition, table } of aliases.values()) {
        const self = table === scope.table;
        // A field that has the name of a row hides it, except before a dot.
        const row = this.row(name, { kind: 'row', definition, table, self });
        const field = found.get(name);
        if (field !== undefined && field.parts().length === 0) found.set(name, { ...field, parts: row.parts });
        add(row);
      }
    }
    for (const child of scope.table.children) add(this.rows(child));
    for (const name of ['_row', '_index', '_now'] as const) add(special(name));
    return [...found.values()];
  }

  private field(field: FieldSymbol): VisibleName {
    const { definition, draft } = field;
    const { name, kind } = definition;
    return {
      name,
      kind: kind === 'column' || kind === 'series' ? kind : 'field',
      ...shown(this.types.ofField(field)),
      description: draft && textOf(draft, 'description'),
      definition,
      parts: () => this.members(field),
    };
  }

  private members(field: FieldSymbol): VisibleName[] {
    const item = this.resolution.items(field);
    if (item !== undefined) return this.members(item);
    return [...(this.resolution.members(field)?.fields.values() ?? [])].map((member) => this.field(member));
  }

  private row(name: string, place: Place & { kind: 'row' }): VisibleName {
    const { definition, table } = place;
    const description = descriptionOf(table);
    return {
      name,
      kind: 'row',
      ...shown(this.types.ofPlace(place)),
      description,
      definition,
      parts: () => this.inTable(table),
    };
  }

  private rows(table: TableSymbol): VisibleName {
    const { name, definition } = table;
    return {
      name,
      kind: 'rows',
      ...shown(this.types.ofPlace({ kind: 'rows', table })),
      description: descriptionOf(table),
      definition,
      parts: () => this.inTable(table),
    };
  }

  private inTable({ scope }: TableSymbol): VisibleName[] {
    const fields = [...scope.fields.values()].map((field) => this.field(field));
    const rows = [...scope.aliases.values()].filter(({ name }) => !scope.fields.has(name));
    return [
      ...fields,
      ...rows.map(({ name, definition, table }) => this.row(name, { kind: 'row', definition, table, self: false })),
    ];
  }
}

function shown(type: ExprType): Pick<VisibleName, 'type' | 'nullable'> {
  return { type: describeType(type), nullable: type.nullable };
}

function descriptionOf({ source }: TableSymbol): string | undefined {
  return typeof source.description === 'string' ? source.description : undefined;
}

const SPECIAL = {
  _row: ['int', 'Number of the row, from 0.'],
  _index: ['int', 'Place among the rows of the same parent, or among the items of a list, from 0.'],
  _now: ['timestamp', 'The reference date of the document.'],
} as const;

function special(name: keyof typeof SPECIAL): VisibleName {
  const [type, description] = SPECIAL[name];
  return { name, kind: 'special', type, nullable: false, description, parts: () => [] };
}

/** What the rate of arrivals can depend on. */
const ARRIVAL: readonly VisibleName[] = [
  ['hour', 'double', 'Hour of the day, 0 up to 24.'],
  ['weekday', 'int', '1 is Monday, 7 is Sunday.'],
  ['elapsed', 'duration', 'Time since the start.'],
].map(([name, type, description]) => ({ name, kind: 'special', type, nullable: false, description, parts: () => [] }));
