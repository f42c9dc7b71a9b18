/** A task of type `agentic-synth` as `tasks.json` has it. */
export interface SynthTask {
  readonly schema: string;
  readonly dataType?: string;
  readonly count?: number;
  readonly format?: string;
  readonly output?: string;
  readonly seed?: number | string;
}

/** A program and what it is called with. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * How a task is run.
 * @param cliPath path of the command-line program; empty: that of the workspace's packages, or of the package registry
 */
export function commandLine(task: SynthTask, cliPath: string): CommandLine {
  const { schema, dataType = 'structured', count, format, output, seed } = task;
  const flags = Object.entries({ schema, count, seed, format, output }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const args = ['generate', dataType, ...flags];
  if (cliPath === '') return { command: 'npx', args: ['agentic-synth', ...args] };
  // Scripts need not be executable.
  return /\.[cm]?js$/i.test(cliPath) ? { command: 'node', args: [cliPath, ...args] } : { command: cliPath, args };
}

/** The type of data that a schema says it is for, in YAML or JSON; as the command line wants it named. */
export function dataTypeOf(text: string): string {
  const match = /^\s*[{,]?\s*["']?type["']?\s*:\s*["']?(timeseries|events)\b/m.exec(text);
  return match?.[1] ?? (/^events\s*:/m.test(text) ? 'events' : 'structured');
}
