import { parentPort, workerData } from 'node:worker_threads';
import { compileSource } from '../plan/source.js';
import { createEncoder } from '../output/formats.js';
import { encodeRange } from './encode.js';
import type { ChunkReply, ChunkRequest, ReadyReply, WorkerStart } from './protocol.js';

/** Whether this thread was started to encode rows. */
export function isEncodeWorker(): boolean {
  return parentPort !== null && (workerData as Partial<WorkerStart> | null)?.agenticSynth === 'encode';
}

/** Serves requests for chunks until the port closes. */
export function serveChunks(): void {
  const port = parentPort!;
  const { job, format, encoder: options, batchSize, verify } = workerData as WorkerStart;
  const ready = compileSource(job.source, { count: job.count, localText: job.localText, clock: job.clock }).then(
    ({ plan }) => plan.tables.map((table) => ({ table, encoder: createEncoder(format, table.fields, options) })),
  );
  const answer = async (request: ChunkRequest): Promise<void> => {
    const { id } = request;
    try {
      const { table, encoder } = (await ready)[request.table];
      const { bytes, meta, rows } = encodeRange(table, encoder, request, { batchSize, verify }, request.spare);
      port.postMessage({ id, bytes, meta, rows } satisfies ChunkReply, [bytes.buffer as ArrayBuffer]);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      port.postMessage({ id, error: { code, message } } satisfies ChunkReply);
    }
  };
  port.on('message', (request: ChunkRequest) => void answer(request));
  const tell = (): void => port.postMessage({ ready: true } satisfies ReadyReply);
  ready.then(tell, tell);
}

if (isEncodeWorker()) serveChunks();
