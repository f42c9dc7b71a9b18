import { isMainThread } from 'node:worker_threads';

/** Set by the build. */
declare const AGENTIC_SYNTH_VERSION: string;

/**
 * Entry of the one-file command line, which is also the entry of its worker threads. Everything is imported when it is
 * needed: `--version` runs this module only.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${AGENTIC_SYNTH_VERSION}\n`);
    return;
  }
  const { runCommandLine } = await import('./program.js');
  process.exitCode = await runCommandLine(args, AGENTIC_SYNTH_VERSION);
}

if (isMainThread) void main();
