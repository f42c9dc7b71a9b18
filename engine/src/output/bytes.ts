import { copyWords, SPARE } from '../columns/text.js';

const encoder = new TextEncoder();

/** Bytes that are copied whole, with {@link SPARE} more behind them. */
export interface Span {
  readonly text: string;
  readonly view: DataView;
  readonly length: number;
  /** The first eight bytes as {@link copyWords} moves them: most spans are no longer. */
  readonly word: number;
}

export function span(text: string): Span {
  const bytes = encoder.encode(text);
  const padded = new Uint8Array(bytes.length + SPARE);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  return { text, view, length: bytes.length, word: view.getFloat64(0, true) };
}

/** A view of the same memory. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Copies the span and returns where it ends. */
export function put(source: Span, target: DataView, to: number): number {
  target.setFloat64(to, source.word, true);
  if (source.length > 8) copyWords(source.view, 8, target, to + 8, source.length - 8);
  return to + source.length;
}

/** At least `size` bytes: the spare buffer where it is large enough, else a new one. */
export function allocate(size: number, spare: ArrayBuffer | undefined): Uint8Array {
  return new Uint8Array(spare !== undefined && spare.byteLength >= size ? spare : new ArrayBuffer(size));
}
