import { isMainThread } from 'node:worker_threads';

/** Set by the build. */
declare const AGENTIC_SYNTH_VERSION: string;

/** Entry of the one-file command line, which is also the file that its worker threads run. */
async function main(): Promise<void> {
  const { runCommandLine } = await import('./program.js');
  process.exitCode = await runCommandLine(process.argv.slice(2), AGENTIC_SYNTH_VERSION);
}

if (isMainThread) void main();
else void import('../workers/worker.js');
