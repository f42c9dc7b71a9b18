/** Texts as UTF-8, one after another: those of a table or of a column. */
export interface EncodedTexts {
  readonly bytes: Uint8Array;
  /** One offset more than there are texts. */
  readonly offsets: Int32Array;
}

/** The next address of a word. */
export function aligned(address: number): number {
  return Math.ceil(address / 4) * 4;
}

/** Tables of texts that are kept in a stretch of memory. */
export class PlacedTexts {
  private placed = new WeakMap<EncodedTexts, number>();
  /** The address behind the last table. */
  end: number;

  /** @param start address of the stretch, a multiple of 4; its size in bytes. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly words: Int32Array,
    private readonly start: number,
    private readonly size: number,
  ) {
    this.end = start;
  }

  /** Bytes that tables take. */
  static sizeOf(tables: Iterable<EncodedTexts>): number {
    let size = 0;
    for (const { offsets } of tables) size += 4 * offsets.length + aligned(offsets[offsets.length - 1] - offsets[0]);
    return size;
  }

  /**
   * Sees to it that tables lie in memory, and gives for each the address of its first text: of two words, where it begins
   * and where it ends. The second of them is the first one of the next text. Addresses given before are no longer valid.
   *
   * @param beside bytes behind the tables that must stay free
   * @returns `undefined` where there is no room for all of them.
   */
  place(tables: readonly EncodedTexts[], beside = 0): number[] | undefined {
    const { placed, start, size } = this;
    const fresh = new Set(tables.filter((table) => !placed.has(table)));
    const room = start + size - beside;
    if (this.end + PlacedTexts.sizeOf(fresh) > room) {
      if (start + PlacedTexts.sizeOf(new Set(tables)) > room) return undefined;
      this.placed = new WeakMap();
      this.end = start;
      return this.place(tables, beside);
    }
    for (const table of fresh) this.put(table);
    return tables.map((table) => placed.get(table)!);
  }

  private put(table: EncodedTexts): void {
    const { words } = this;
    const { offsets, bytes } = table;
    const last = offsets.length - 1;
    const texts = this.end + 4 * offsets.length;
    for (let i = 0, to = this.end >> 2; i <= last; i++) words[to + i] = texts - offsets[0] + offsets[i];
    this.bytes.set(bytes.subarray(offsets[0], offsets[last]), texts);
    this.placed.set(table, this.end);
    this.end = aligned(texts + offsets[last] - offsets[0]);
  }
}
