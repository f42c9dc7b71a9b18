import type { Draft } from '../schema/draft.js';

/** Something with a name that others can use. */
export interface Definition {
  readonly kind: 'table' | 'field' | 'column' | 'type' | 'alias' | 'series' | 'event' | 'file';
  readonly name: string;
  /** JSON pointer of what has the name. */
  readonly pointer: string;
  /** Whether the name is the key at the pointer, or the text there. */
  readonly at: 'key' | 'value';
  /** The file it is in, where that is not the document that was asked about. */
  readonly file?: string;
}

/** A field, or a column that a table adds by itself. */
export interface FieldSymbol {
  readonly definition: Definition;
  /** Where names in it are sought. */
  readonly scope: Scope;
  /** As written, shorthand expanded; undefined where it has no readable type, and for added columns. */
  readonly draft: Draft | undefined;
  /** The fields inside, where it is an object. */
  readonly members: Scope | undefined;
  /** Where it is a list. */
  readonly items: FieldSymbol | undefined;
  /** `cases` and `else`. */
  readonly variants: readonly FieldSymbol[];
}

/** A row of another table, under a name. */
export interface Alias {
  readonly name: string;
  readonly definition: Definition;
  readonly table: TableSymbol;
}

/** A table as written. */
export interface TableSymbol {
  readonly definition: Definition;
  readonly name: string;
  readonly pointer: string;
  /** Pointer of its fields. */
  readonly fieldsAt: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly type: 'structured' | 'timeseries' | 'events';
  /** The names of a row. */
  readonly scope: Scope;
  readonly fields: FieldSymbol[];
  /** The fields of types of events. */
  readonly payloads: FieldSymbol[];
  readonly events: ReadonlyMap<string, Definition>;
  /** Tables that are counted per this one. */
  readonly children: TableSymbol[];
}

/**
 * Where names are sought: the fields of an object or item, then those around it, out to the row of the table; the same as
 * plans have it, but of a document that may be half written.
 */
export class Scope {
  readonly fields = new Map<string, FieldSymbol>();
  readonly aliases: Map<string, Alias>;

  /** @param rows the scope has rows of its own, and so aliases of its own: the items of a list, the rows of a variant. */
  constructor(
    readonly table: TableSymbol,
    readonly outer: Scope | undefined,
    rows: boolean,
  ) {
    this.aliases = outer === undefined || rows ? new Map() : outer.aliases;
  }

  *chain(): Iterable<Scope> {
    yield this;
    if (this.outer !== undefined) yield* this.outer.chain();
  }

  alias(name: string): Alias | undefined {
    for (const { aliases } of this.chain()) {
      const alias = aliases.get(name);
      if (alias !== undefined) return alias;
    }
    return undefined;
  }
}

/** One name of a path, with the place of its text. */
export interface Segment {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Written as `["name"]`, so that it is no part of a dotted name. */
  readonly bracketed?: boolean;
}

/** What a name leads to: a field, a row of a table, the rows counted per this one. */
export type Place =
  | { readonly kind: 'field'; readonly field: FieldSymbol }
  | { readonly kind: 'row'; readonly table: TableSymbol; readonly definition: Definition; readonly self: boolean }
  | { readonly kind: 'rows'; readonly table: TableSymbol }
  | { readonly kind: 'special'; readonly name: '_row' | '_index' | '_now' };

export interface Step {
  readonly place: Place;
  /** How many segments it takes: a field may have dots in its name. */
  readonly count: number;
}

const SPECIAL = ['_row', '_index', '_now'] as const;

/** The first name of a path, sought outwards. `others`: children and special names count too. */
export function first(
  scope: Scope,
  segments: readonly Segment[],
  resolve: (field: FieldSymbol) => Scope | undefined,
  others = true,
): Step | undefined {
  const [{ name: head }] = segments;
  const asAlias = scope.alias(head);
  for (const { fields } of scope.chain()) {
    for (let count = dotted(segments); count >= 1; count--) {
      const field = fields.get(joined(segments, count));
      if (field === undefined) continue;
      const followed = count < segments.length;
      // `buyer` is a key, `buyer.city` a copy.
      if (followed && asAlias !== undefined && !mayHaveParts(field, resolve)) break;
      return { place: { kind: 'field', field }, count };
    }
  }
  if (asAlias !== undefined) return { place: rowOf(asAlias, scope), count: 1 };
  if (!others) return undefined;
  const child = scope.table.children.find(({ name }) => name === head);
  if (child !== undefined) return { place: { kind: 'rows', table: child }, count: 1 };
  const special = SPECIAL.find((name) => name === head);
  return special && { place: { kind: 'special', name: special }, count: 1 };
}

function rowOf({ definition, table }: Alias, scope: Scope): Place {
  return { kind: 'row', definition, table, self: table === scope.table };
}

/** Fields that can have named parts keep a name from an alias. */
function mayHaveParts(field: FieldSymbol, resolve: (field: FieldSymbol) => Scope | undefined): boolean {
  if (resolve(field) !== undefined && field.draft?.has('ref') !== true) return true;
  const { draft } = field;
  if (draft === undefined || draft.has('ref')) return false;
  return draft.has('expr') || draft.has('const') || draft.type?.kind === 'semantic' || draft.type?.kind === 'custom';
}

/** A name after another. */
export function next(
  place: Place,
  segments: readonly Segment[],
  resolve: (field: FieldSymbol) => Scope | undefined,
): Step | undefined {
  if (place.kind === 'row' || place.kind === 'rows') return first(place.table.scope, segments, resolve, false);
  const members = place.kind === 'field' ? resolve(place.field) : undefined;
  if (members === undefined) return undefined;
  for (let count = dotted(segments); count >= 1; count--) {
    const field = members.fields.get(joined(segments, count));
    if (field !== undefined) return { place: { kind: 'field', field }, count };
  }
  return undefined;
}

/** How many segments can be one dotted name. */
function dotted(segments: readonly Segment[]): number {
  if (segments[0].bracketed) return 1;
  const end = segments.findIndex((segment) => segment.bracketed);
  return end < 0 ? segments.length : end;
}

function joined(segments: readonly Segment[], count: number): string {
  return count === 1
    ? segments[0].name
    : segments
        .slice(0, count)
        .map(({ name }) => name)
        .join('.');
}

/** The segments of a plain path. @param from where the path begins in its text. */
export function segmentsIn(path: string, from = 0): Segment[] {
  let start = from;
  return path.split('.').map((name) => {
    const segment = { name, start, end: start + name.length };
    start = segment.end + 1;
    return segment;
  });
}
