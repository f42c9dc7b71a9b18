import type { SinkReport } from '../integrations/sink.js';
import type { AgenticSynth } from '../synth.js';
import { formatNumber } from './progress.js';

/** Flags that say where rows are sent while they are made. */
export interface SinkFlags {
  readonly streamTo?: 'midstreamer';
  readonly vectorizeWith?: 'ruvector';
}

/**
 * Enables what the flags name, with the settings of the configuration.
 * @returns the options that ask for it
 */
export async function enableSinks(
  synth: AgenticSynth,
  { streamTo, vectorizeWith }: SinkFlags,
): Promise<{ readonly stream?: true; readonly vectorize?: true }> {
  if (streamTo === undefined && vectorizeWith === undefined) return {};
  const { enableMidstreamer, enableRuvector } = await import('../integrations/index.js');
  if (streamTo !== undefined) enableMidstreamer(synth);
  if (vectorizeWith !== undefined) enableRuvector(synth);
  return { ...(streamTo && { stream: true }), ...(vectorizeWith && { vectorize: true }) };
}

/** A line for each sink: `midstreamer: 10,000 rows to 127.0.0.1:9100 (synthetic-data)`. */
export function sinkLines(sinks: readonly SinkReport[]): string[] {
  return sinks.map(({ sink, target, rows, retries }) => {
    const again = retries > 0 ? `, ${retries} ${retries === 1 ? 'call' : 'calls'} made again` : '';
    return `${sink}: ${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'} to ${target}${again}`;
  });
}
