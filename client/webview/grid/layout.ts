/** Where columns and rows are, in pixels, and which of them can be seen. */
export class Layout {
  /** Left edge of each column, and behind the last the right edge. */
  #edges: number[] = [0];
  widths: number[] = [];
  rowHeight = 22;

  setWidths(widths: readonly number[], first: number): void {
    this.widths = [...widths];
    this.#edges = [first];
    for (const width of widths) this.#edges.push(this.#edges.at(-1)! + width);
  }

  get width(): number {
    return this.#edges.at(-1)!;
  }

  left(column: number): number {
    return this.#edges[column]!;
  }

  right(column: number): number {
    return this.#edges[column + 1]!;
  }

  /** Columns that show between two edges: first and behind the last. */
  columns(left: number, right: number): [first: number, end: number] {
    const columns = this.widths.length;
    let first = 0;
    while (first < columns - 1 && this.right(first) <= left) first++;
    let end = first;
    while (end < columns && this.left(end) < right) end++;
    return [first, end];
  }

  /** @param extra rows above and below those that show */
  rows(top: number, height: number, rows: number, extra: number): [first: number, end: number] {
    const first = Math.max(0, Math.floor(top / this.rowHeight) - extra);
    const end = Math.min(rows, Math.ceil((top + height) / this.rowHeight) + extra);
    return [Math.min(first, rows), end];
  }
}
