import type { ExpressionScope } from '../expression/scope.js';
import { type ExprType, exprTypeOf, type FieldTypes, listOf, mapOf, orNull, scalar } from '../expression/type.js';
import type { Cell } from './rows.js';
import { find, type Scope } from './scope.js';

/** The names of a scope as expressions see them. */
export function expressionScope(scope: Scope, now: number): ExpressionScope {
  return { lookup: (name, followed) => typeAt(scope, name, now, followed), names: () => scope.names() };
}

function typeAt(scope: Scope, name: string, now: number, followed = false): ExprType | undefined {
  const found = find(scope, [name], followed);
  switch (found?.kind) {
    case undefined:
      return undefined;
    case 'alias': {
      const { parent, self } = found.alias;
      return mapOf(new TableTypes(parent.scope, now, self), self);
    }
    case 'children':
      return listOf(mapOf(new TableTypes(found.table.scope, now, false)));
    case 'special':
      return name === '_now' ? scalar('timestamp') : scalar('int');
    case 'field': {
      const { inside, solid, cell } = found.node;
      // An object's fields one by one: one of them may be reading another.
      return inside !== undefined && solid ? mapOf(new TableTypes(inside, now, false)) : typeOf(cell);
    }
  }
}

function typeOf(cell: Cell): ExprType {
  const { type } = (cell.operand ?? cell).drawer;
  if (cell.duration) return scalar('duration', type.nullable || type.optional);
  return exprTypeOf(type);
}

/** The fields of a table or object, each looked at only when an expression names it. */
class TableTypes implements FieldTypes {
  constructor(
    private readonly scope: Scope,
    private readonly now: number,
    private readonly nullable: boolean,
  ) {}

  get(name: string, followed?: boolean): ExprType | undefined {
    if (!this.has(name)) return undefined;
    const type = typeAt(this.scope, name, this.now, followed);
    return type && orNull(type, this.nullable);
  }

  has(name: string): boolean {
    return this.scope.fields.has(name) || this.scope.aliases.has(name);
  }

  get size(): number {
    return this.scope.fields.size + this.scope.aliases.size;
  }

  *keys(): MapIterator<string> {
    yield* this.scope.fields.keys();
    yield* this.scope.aliases.keys();
  }

  *values(): MapIterator<ExprType> {
    for (const name of this.keys()) yield this.get(name)!;
  }

  *entries(): MapIterator<[string, ExprType]> {
    for (const name of this.keys()) yield [name, this.get(name)!];
  }

  [Symbol.iterator](): MapIterator<[string, ExprType]> {
    return this.entries();
  }

  forEach(visit: (value: ExprType, name: string, map: ReadonlyMap<string, ExprType>) => void): void {
    for (const [name, type] of this) visit(type, name, this);
  }
}
