/**
 * Has rows written by models at the address given, with every fault of the list; prints what it saw when the process ends
 * by itself.
 */
import { writeSync } from 'node:fs';
import { AgenticSynth, SynthError } from '../../../engine/src/index.js';
import { FAULTS } from '../../support/model-servers/faults.js';
import { KEY } from './support.js';

const [url = '', folder = ''] = process.argv.slice(2);
let unhandled = 0;
let warnings = 0;
process.on('unhandledRejection', () => unhandled++);
process.on('uncaughtException', () => unhandled++);
process.on('warning', () => warnings++);

const outcomes: Record<string, string> = {};
const logged: string[] = [];
const log = (message: string, details?: object): void => void logged.push(`${message} ${JSON.stringify(details)}`);
const logger = { error: log, warn: log, info: log, debug: log, child: () => logger };
const synth = new AgenticSynth({
  apiKeys: { gemini: KEY, openRouter: `sk-or-${KEY}` },
  models: { providers: { gemini: { baseUrl: url }, openRouter: { baseUrl: `${url}/api/v1` } } },
  cache: { persistPath: folder },
});

async function outcomeOf(fault: string, model: string): Promise<string> {
  const schema = { fields: { id: 'sequence', note: { prompt: `fault:${fault} ${model} {{id}}` } } };
  const signal = AbortSignal.timeout(1500);
  try {
    const rows = await synth.generate('structured', { schema, count: 5, model, signal, logger });
    return rows.every(({ note }) => String(note).includes('[fault:')) && rows.length === 5 ? 'rows' : 'wrong rows';
  } catch (error) {
    if (error instanceof SynthError) return /^(?:model|budget)\//u.test(error.code) ? 'typed' : error.code;
    return (error as Error).name === 'TimeoutError' ? 'stopped' : String(error);
  }
}

const faults = ['none', ...Object.values(FAULTS).flat()];
while (faults.length > 0) {
  await Promise.all(
    faults.splice(0, 12).flatMap((fault) =>
      ['gemini-2.5-flash', 'openai/gpt-4o-mini'].map(async (model) => {
        outcomes[`${fault} ${model}`] = await outcomeOf(fault, model);
      }),
    ),
  );
}
const last = performance.now();
process.on('exit', () => {
  const idle = Math.round(performance.now() - last);
  const leaked = logged.filter((line) => line.includes(KEY.slice(0, 12))).length;
  writeSync(1, JSON.stringify({ outcomes, unhandled, warnings, idle, leaked, logged: logged.length }));
});
