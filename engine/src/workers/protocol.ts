import type { EncoderOptions } from '../output/formats.js';
import type { Format } from '../output/encoder.js';
import type { RunJob } from '../generators/open.js';

/** What a worker is started with. */
export interface WorkerStart {
  /** Tells our workers from others that load the same file. */
  readonly agenticSynth: 'encode';
  readonly job: RunJob;
  readonly format: Format;
  readonly encoder: EncoderOptions;
  readonly batchSize: number | undefined;
  readonly verify: boolean | undefined;
}

/** Rows to encode: a chunk of table number `table`. */
export interface ChunkRequest {
  readonly id: number;
  readonly table: number;
  readonly from: number;
  readonly to: number;
  readonly firstRow: number;
  /** Memory handed back for reuse. */
  readonly spare?: ArrayBuffer | undefined;
}

/** The first message of a thread: it has loaded and compiled what it needs, or will tell why not with each reply. */
export interface ReadyReply {
  readonly ready: true;
}

export type ChunkReply =
  | { readonly id: number; readonly bytes: Uint8Array; readonly meta: unknown; readonly rows: number }
  | { readonly id: number; readonly error: { readonly code: string | undefined; readonly message: string } };
