import { copyWords, SPARE } from '../../columns/text.js';

/** Bytes written one after another into memory that grows. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  length = 0;

  constructor(memory: ArrayBuffer = new ArrayBuffer(1 << 16)) {
    this.bytes = new Uint8Array(memory);
    this.view = new DataView(memory);
  }

  /** Makes room for `size` more bytes, and for a copy to write {@link SPARE} too many. */
  reserve(size: number): void {
    const needed = this.length + size + SPARE;
    if (needed <= this.bytes.length) return;
    const memory = new ArrayBuffer(Math.max(needed, this.bytes.length * 2));
    const grown = new Uint8Array(memory);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(memory);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 text from a view that has {@link SPARE} bytes behind it; room must be reserved. */
  text(source: DataView, from: number, length: number): void {
    copyWords(source, from, this.view, this.length, length);
    this.length += length;
  }

  /** Unsigned LEB128 of a whole number up to 2^53. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}
