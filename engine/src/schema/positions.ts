/** A place in a text; everything counts from 0, characters and offsets in UTF-16 code units. */
export interface Position {
  /** From 0. */
  readonly line: number;
  /** In UTF-16 units, from 0. */
  readonly character: number;
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
}

/** A stretch of text; the end is not part of it. */
export interface Range {
  /** Its first character. */
  readonly start: Position;
  /** The place after the last character. */
  readonly end: Position;
}

/** Positions of offsets in a text whose lines end in LF, CRLF or CR. */
export function lineMap(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - starts[low], offset };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const breaks = /\r\n?|\n/g;
  while (breaks.exec(text) !== null) starts.push(breaks.lastIndex);
  return starts;
}
