import type { ExprType } from './type.js';

/** How names resolve when an expression is compiled. */
export interface ExpressionScope {
  /**
   * The type of a name: a field, an alias (a map of the parent's fields), a child table (a list of maps), `_row`,
   * `_index`, `_now`. A field whose own name has a dot is looked up with it.
   * @param followed the name is followed by one of a field in it: `buyer.city` means the row that `buyer` names, where
   * `buyer` alone may be a field that holds its key.
   */
  lookup(name: string, followed?: boolean): ExprType | undefined;
  /** All names, for did-you-mean. */
  names(): Iterable<string>;
}

/** A scope of fixed names. */
export function scopeOf(types: ReadonlyMap<string, ExprType>): ExpressionScope {
  return { lookup: (name) => types.get(name), names: () => types.keys() };
}
