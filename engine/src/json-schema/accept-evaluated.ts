/** The properties and items of one value that schemas applied to it have evaluated. */
export class Evaluated {
  readonly names = new Set<string>();
  /** Items beyond {@link prefix}. */
  readonly items = new Set<number>();
  /** So many items from the first. */
  prefix = 0;

  first(count: number): void {
    if (count > this.prefix) this.prefix = count;
  }

  add(other: Evaluated): void {
    for (const name of other.names) this.names.add(name);
    for (const item of other.items) this.items.add(item);
    this.first(other.prefix);
  }
}
