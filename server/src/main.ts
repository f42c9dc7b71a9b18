import { setFlagsFromString } from 'node:v8';
import { isMainThread, workerData } from 'node:worker_threads';
import type { RunnerStart } from './worker/protocol.js';

/** Set by the build. */
declare const AGENTIC_SYNTH_VERSION: string;

const USAGE = `agentic-synth-language-server [options]

Language server for schemas of agentic-synth: *.synth.json, *.synth.yaml, *.synth.yml.

  --stdio        speak over standard input and output
  --node-ipc     speak over the channel of the Node process that started it
  --socket=PORT  connect to a port of this machine
  --version      print the version
  --help         print this
`;

/** Entry of the one-file server, which is also the file that its threads run. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(USAGE);
    return;
  }
  if (!args.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(argument))) {
    process.stderr.write(`How should the server speak to the editor?\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  // Every key that is pressed leaves a whole document behind: without it, V8 lets several of them gather before it cleans up.
  setFlagsFromString('--heap-growing-percent=30');
  const [{ createConnection, ProposedFeatures }, { startServer }] = await Promise.all([
    import('vscode-languageserver/node'),
    import('./connection.js'),
  ]);
  startServer(createConnection(ProposedFeatures.all), { version: AGENTIC_SYNTH_VERSION, entry: __filename });
}

if (isMainThread) void main();
else if ((workerData as Partial<RunnerStart> | null)?.agenticSynth === 'run') {
  void import('./worker/serve.js').then(({ serveTasks }) => serveTasks());
}
