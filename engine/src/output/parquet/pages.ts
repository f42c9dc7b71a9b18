import { SPARE } from '../../columns/text.js';
import { writeHybrid } from './levels.js';
import type { ByteSink } from './sink.js';
import { compress, compressedBound } from './snappy.js';
import { ThriftWriter } from './thrift.js';
import { CODEC, ENCODING, PAGE } from './types.js';

/** Bytes at the end of the first page that are compressed on trial: lengths of texts stand before. */
const TRIAL = 1 << 16;
/** Compression that leaves more is not worth the time of writer and reader. */
const WORTHWHILE = 2 / 3;

/** Writes the pages of one column chunk. */
export class PageWriter {
  /** Sizes with page headers. */
  uncompressed = 0;
  compressed = 0;
  private codec: number | undefined;

  /**
   * @param out where the pages go
   * @param raw memory for a page before compression; holds the page to be written
   * @param packed memory for a page after compression
   */
  constructor(
    private readonly out: ByteSink,
    readonly raw: ByteSink,
    private readonly packed: ByteSink,
    private readonly compression: 'snappy' | 'none',
  ) {}

  /** Codec of the chunk: snappy only where the first page shrinks by it. */
  get chosenCodec(): number {
    return this.codec ?? CODEC.UNCOMPRESSED;
  }

  /** Begins a data page with its definition levels: one bit a row, 1 where the row has a value. */
  beginData(present: Uint8Array | undefined, from: number, to: number): void {
    const { raw } = this;
    raw.length = 0;
    raw.reserve(4);
    raw.length = 4;
    if (present === undefined) {
      raw.varint((to - from) * 2);
      raw.byte(1);
    } else writeHybrid(raw, present, from, to, 1);
    raw.view.setInt32(0, raw.length - 4, true);
  }

  endData(rows: number, encoding: number): void {
    this.write(PAGE.DATA, (header) =>
      header.struct(5, () => {
        header.i32(1, rows);
        header.i32(2, encoding);
        header.i32(3, ENCODING.RLE);
        header.i32(4, ENCODING.RLE);
      }),
    );
  }

  endDictionary(values: number): void {
    this.write(PAGE.DICTIONARY, (header) =>
      header.struct(7, () => {
        header.i32(1, values);
        header.i32(2, ENCODING.PLAIN);
      }),
    );
  }

  private write(type: number, describe: (header: ThriftWriter) => void): void {
    this.raw.reserve(SPARE);
    const body = this.body();
    const header = new ThriftWriter();
    header.body(() => {
      header.i32(1, type);
      header.i32(2, this.raw.length);
      header.i32(3, body.length);
      describe(header);
    });
    this.out.append(header.sink.written());
    this.out.append(body.written());
    this.uncompressed += header.sink.length + this.raw.length;
    this.compressed += header.sink.length + body.length;
  }

  /** The page as it is written, by the codec that the first page chooses. */
  private body(): ByteSink {
    const { raw } = this;
    if (this.codec === undefined && this.compression === 'snappy') {
      const from = Math.max(0, raw.length - TRIAL);
      const trial = this.pack(from);
      this.codec = trial.length <= (raw.length - from) * WORTHWHILE ? CODEC.SNAPPY : CODEC.UNCOMPRESSED;
      if (from === 0 && this.codec === CODEC.SNAPPY) return trial;
    }
    return this.codec === CODEC.SNAPPY ? this.pack(0) : raw;
  }

  /** The page from a byte on, compressed. */
  private pack(from: number): ByteSink {
    const { bytes, length } = this.raw;
    this.packed.length = 0;
    this.packed.reserve(compressedBound(length - from));
    compress(bytes, from, length, this.packed);
    return this.packed;
  }
}
