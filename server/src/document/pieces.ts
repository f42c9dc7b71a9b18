/** A part of a text that another takes the place of. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Piece = { readonly start: number; readonly end: number } | string;

/** A text under edits one after the other, that remembers what is left of the first. */
export class Pieces {
  private readonly first: string;
  private pieces: Piece[];

  constructor(text: string) {
    this.first = text;
    this.pieces = [{ start: 0, end: text.length }];
  }

  get text(): string {
    return this.pieces.map((piece) => this.textOf(piece)).join('');
  }

  /** Applies splices of the present text that do not overlap. */
  apply(splices: readonly Splice[]): void {
    for (const splice of [...splices].sort((a, b) => b.start - a.start || b.end - a.end)) this.replace(splice);
  }

  /** What turns the first text into the present one, in order. */
  splices(): Splice[] {
    const found: Splice[] = [];
    let at = 0;
    let added = '';
    const close = (to: number): void => {
      if (to > at || added !== '') found.push(this.narrow({ start: at, end: to, text: added }));
      added = '';
    };
    for (const piece of this.pieces) {
      if (typeof piece === 'string') added += piece;
      else if (piece.end > piece.start) {
        close(piece.start);
        at = piece.end;
      }
    }
    close(this.first.length);
    return found.filter(({ start, end, text }) => start < end || text !== '');
  }

  private replace({ start, end, text }: Splice): void {
    const pieces: Piece[] = [];
    let at = 0;
    let placed = false;
    for (const piece of this.pieces) {
      const length = typeof piece === 'string' ? piece.length : piece.end - piece.start;
      const before = Math.min(length, Math.max(0, start - at));
      const after = Math.min(length, Math.max(0, end - at));
      if (before > 0) pieces.push(part(piece, 0, before));
      if (!placed && at + length >= start) {
        pieces.push(text);
        placed = true;
      }
      if (after < length) pieces.push(part(piece, Math.max(before, after), length));
      at += length;
    }
    if (!placed) pieces.push(text);
    this.pieces = pieces;
  }

  private textOf(piece: Piece): string {
    return typeof piece === 'string' ? piece : this.first.slice(piece.start, piece.end);
  }

  /** Leaves out what both texts begin and end with. */
  private narrow({ start, end, text }: Splice): Splice {
    let from = 0;
    const old = this.first.slice(start, end);
    const most = Math.min(old.length, text.length);
    while (from < most && old[from] === text[from]) from++;
    let to = 0;
    while (to < most - from && old[old.length - 1 - to] === text[text.length - 1 - to]) to++;
    return { start: start + from, end: end - to, text: text.slice(from, text.length - to) };
  }
}

function part(piece: Piece, from: number, to: number): Piece {
  return typeof piece === 'string' ? piece.slice(from, to) : { start: piece.start + from, end: piece.start + to };
}
