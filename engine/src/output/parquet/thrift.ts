import { ByteSink } from './sink.js';

const encoder = new TextEncoder();

const enum Type {
  True = 1,
  False = 2,
  I16 = 4,
  I32 = 5,
  I64 = 6,
  Binary = 8,
  List = 9,
  Struct = 12,
}

/**
 * Writes structures in Thrift's compact protocol
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). Fields must come in ascending
 * order of their ids.
 */
export class ThriftWriter {
  /** Most of what is written is a few bytes before a page. */
  readonly sink = new ByteSink(new ArrayBuffer(1 << 10));
  private last = 0;

  bool(id: number, value: boolean): void {
    this.header(id, value ? Type.True : Type.False);
  }

  i16(id: number, value: number): void {
    this.header(id, Type.I16);
    this.zigzag(value);
  }

  i32(id: number, value: number): void {
    this.header(id, Type.I32);
    this.zigzag(value);
  }

  /** Within ±2^52. */
  i64(id: number, value: number): void {
    this.header(id, Type.I64);
    this.zigzag(value);
  }

  text(id: number, value: string): void {
    this.binary(id, encoder.encode(value));
  }

  binary(id: number, value: Uint8Array): void {
    this.header(id, Type.Binary);
    this.sink.varint(value.length);
    this.sink.append(value);
  }

  struct(id: number, write: () => void): void {
    this.header(id, Type.Struct);
    this.body(write);
  }

  structs<T>(id: number, items: readonly T[], write: (item: T) => void): void {
    this.list(id, Type.Struct, items.length);
    for (const item of items) this.body(() => write(item));
  }

  integers(id: number, items: readonly number[]): void {
    this.list(id, Type.I32, items.length);
    for (const item of items) this.zigzag(item);
  }

  texts(id: number, items: readonly string[]): void {
    this.list(id, Type.Binary, items.length);
    for (const item of items) {
      const bytes = encoder.encode(item);
      this.sink.varint(bytes.length);
      this.sink.append(bytes);
    }
  }

  /** The fields of a structure and its end: at the top, or as an item. */
  body(write: () => void): void {
    const outer = this.last;
    this.last = 0;
    write();
    this.sink.byte(0);
    this.last = outer;
  }

  private header(id: number, type: Type): void {
    const step = id - this.last;
    if (step > 0 && step < 16) this.sink.byte((step << 4) | type);
    else {
      this.sink.byte(type);
      this.zigzag(id);
    }
    this.last = id;
  }

  private list(id: number, type: Type, size: number): void {
    this.header(id, Type.List);
    if (size < 15) this.sink.byte((size << 4) | type);
    else {
      this.sink.byte(0xf0 | type);
      this.sink.varint(size);
    }
  }

  private zigzag(value: number): void {
    this.sink.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }
}
