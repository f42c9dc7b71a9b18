import type { FieldSpec } from '../schema/model.js';
import type { Alias } from './alias.js';
import type { Cell, Level } from './rows.js';
import type { TablePlan } from './table.js';

/** A field as declared: where it stands and the cell that draws it. */
export interface FieldNode {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly cell: Cell;
  /** The names inside, where it is an object whose fields can be reached one by one. */
  readonly inside: Scope | undefined;
  /** `inside` can be passed by: the object as a whole is never null or absent. */
  readonly solid: boolean;
}

/**
 * Where names are sought: the fields of an object or item, then those around it, out to the row of the table. Aliases
 * belong to the level whose rows they are drawn for.
 */
export class Scope {
  readonly fields = new Map<string, FieldNode>();
  readonly aliases: Map<string, Alias>;

  constructor(
    readonly table: TablePlan,
    readonly level: Level,
    readonly outer: Scope | undefined,
  ) {
    // An object shares the rows of what it stands in, and so the aliases.
    this.aliases = outer !== undefined && outer.level === level ? outer.aliases : new Map();
  }

  *chain(): Iterable<Scope> {
    yield this;
    if (this.outer !== undefined) yield* this.outer.chain();
  }

  /** The alias of that name in the innermost level that has one. */
  alias(name: string): Alias | undefined {
    for (const scope of this.chain()) {
      const alias = scope.aliases.get(name);
      if (alias !== undefined) return alias;
    }
    return undefined;
  }

  /** Every name that a path may start with: for suggestions and completion. */
  names(): string[] {
    const names = new Set<string>();
    for (const scope of this.chain()) for (const name of scope.fields.keys()) names.add(name);
    for (const scope of this.chain()) for (const name of scope.aliases.keys()) names.add(name);
    for (const child of this.table.children) names.add(child.name);
    return [...names, '_row', '_index', '_now'];
  }
}

/** What a path leads to. */
export type Found =
  | { readonly kind: 'field'; readonly node: FieldNode; readonly rest: readonly string[] }
  | { readonly kind: 'alias'; readonly alias: Alias; readonly rest: readonly string[] }
  | { readonly kind: 'children'; readonly table: TablePlan; readonly rest: readonly string[] }
  | { readonly kind: 'special'; readonly name: '_row' | '_index' | '_now' };

/** Kinds of values that may have named parts. */
const PARTED: ReadonlySet<FieldSpec['kind']> = new Set(['object', 'custom', 'const', 'expr', 'semantic']);

/**
 * Finds segments from a scope outwards: a whole field name beats a dotted path, fields beat aliases. Only where more
 * follows and the field has no parts does an alias of its name go first: `buyer` is a key, `buyer.city` a copy.
 * @param followed more segments follow that are not looked up here.
 */
export function find(scope: Scope, segments: readonly string[], followed = false): Found | undefined {
  for (const around of scope.chain()) {
    // `address.city` may be one field's name, or begin with one.
    for (let length = segments.length; length >= 1; length--) {
      const node = around.fields.get(segments.slice(0, length).join('.'));
      if (node === undefined) continue;
      const more = followed || length < segments.length;
      if (more && !PARTED.has(node.spec.kind) && scope.alias(segments[0]) !== undefined) break;
      return descend(node, segments.slice(length));
    }
  }
  const [head, ...rest] = segments;
  const alias = scope.alias(head);
  if (alias !== undefined) return { kind: 'alias', alias, rest };
  const child = scope.table.children.find((t) => t.name === head);
  if (child !== undefined) return { kind: 'children', table: child, rest };
  if (rest.length === 0 && (head === '_row' || head === '_index' || head === '_now'))
    return { kind: 'special', name: head };
  return undefined;
}

/** Goes into objects as far as their fields can be read on their own. */
function descend(node: FieldNode, rest: readonly string[]): Found {
  if (rest.length > 0 && node.inside !== undefined && node.solid) {
    for (let length = rest.length; length >= 1; length--) {
      const inner = node.inside.fields.get(rest.slice(0, length).join('.'));
      if (inner !== undefined) return descend(inner, rest.slice(length));
    }
  }
  return { kind: 'field', node, rest };
}
