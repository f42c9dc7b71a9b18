import { copyWords, SPARE } from '../columns/text.js';

const encoder = new TextEncoder();

/** Bytes that are copied whole, with {@link SPARE} more behind them. */
export interface Span {
  readonly view: DataView;
  readonly length: number;
}

export function span(text: string): Span {
  const bytes = encoder.encode(text);
  const padded = new Uint8Array(bytes.length + SPARE);
  padded.set(bytes);
  return { view: new DataView(padded.buffer), length: bytes.length };
}

/** A view of the same memory. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Copies the span and returns where it ends. */
export function put(source: Span, target: DataView, to: number): number {
  copyWords(source.view, 0, target, to, source.length);
  return to + source.length;
}

/** At least `size` bytes: the spare buffer where it is large enough, else a new one. */
export function allocate(size: number, spare: ArrayBuffer | undefined): Uint8Array {
  return new Uint8Array(spare !== undefined && spare.byteLength >= size ? spare : new ArrayBuffer(size));
}
