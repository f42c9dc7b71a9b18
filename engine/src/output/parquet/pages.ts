import { SPARE } from '../../columns/text.js';
import { writeHybrid } from './levels.js';
import type { ByteSink } from './sink.js';
import { BLOCK, compressBlocks } from './snappy.js';
import type { Matching } from './snappy-wasm.js';
import { ThriftWriter } from './thrift.js';
import { CODEC, ENCODING, PAGE } from './types.js';

/** Compression that leaves more is not worth the time of writer and reader. */
const WORTHWHILE = 2 / 3;

/** Writes the pages of one column chunk. */
export class PageWriter {
  /** Sizes with page headers. */
  uncompressed = 0;
  compressed = 0;
  private codec: number | undefined;
  private matching: Matching = 'bytes';

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
    /** Whether values are texts, of which whole words may come again. */
    private readonly texts: boolean,
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
    const { raw, packed } = this;
    if (this.codec === CODEC.UNCOMPRESSED || this.compression === 'none') return raw;
    packed.length = 0;
    packed.varint(raw.length);
    if (this.codec === CODEC.SNAPPY) compressBlocks(raw.bytes, 0, raw.length, packed, this.matching);
    else this.codec = this.tryBlocks() ? CODEC.SNAPPY : CODEC.UNCOMPRESSED;
    return this.codec === CODEC.SNAPPY ? packed : raw;
  }

  /**
   * Compresses the page if that is worthwhile for its last whole block, and as does best there: lengths of texts stand
   * before, which say nothing about these.
   */
  private tryBlocks(): boolean {
    const { raw, packed } = this;
    const from = Math.max(0, Math.floor(raw.length / BLOCK) - 1) * BLOCK;
    const to = Math.min(from + BLOCK, raw.length);
    const start = packed.length;
    compressBlocks(raw.bytes, from, to, packed, 'bytes');
    const byBytes = packed.length;
    if (byBytes - start > (to - from) * WORTHWHILE) return false;
    if (this.texts) compressBlocks(raw.bytes, from, to, packed, 'words');
    const byWords = packed.length - byBytes;
    if (byWords > 0 && byWords < byBytes - start) this.matching = 'words';
    const [a, b] = this.matching === 'words' ? [byBytes, packed.length] : [start, byBytes];
    const block = packed.bytes.slice(a, b);
    packed.length = start;
    compressBlocks(raw.bytes, 0, from, packed, this.matching);
    packed.append(block);
    compressBlocks(raw.bytes, to, raw.length, packed, this.matching);
    return true;
  }
}
