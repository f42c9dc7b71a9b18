import { SPARE } from '../columns/text.js';

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

/**
 * Copies `length` bytes by eight at a time and may write up to 7 bytes too many: the target needs that room, and what
 * comes next must be written after it. Both views need {@link SPARE} bytes beyond what is used.
 *
 * The words travel as doubles, the widest thing a DataView moves without allocating. Eight bytes of UTF-8 are never a
 * NaN (that takes a last byte of 0xff, or 0x7f after one from 0xf0 on), so no bit pattern can be changed on the way.
 */
export function copy(source: DataView, from: number, target: DataView, to: number, length: number): void {
  for (let i = 0; i < length; i += 8) target.setFloat64(to + i, source.getFloat64(from + i, true), true);
}

/** Copies the span and returns where it ends. */
export function put(source: Span, target: DataView, to: number): number {
  copy(source.view, 0, target, to, source.length);
  return to + source.length;
}

/** At least `size` bytes: the spare buffer where it is large enough, else a new one. */
export function allocate(size: number, spare: ArrayBuffer | undefined): Uint8Array {
  return new Uint8Array(spare !== undefined && spare.byteLength >= size ? spare : new ArrayBuffer(size));
}
