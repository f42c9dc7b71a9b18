import { NotBuiltError } from '../errors.js';

/** Known by name, so that asking for one says so instead of calling it unknown. */
export const LATER_FLAGS: readonly string[] = ['--stream-to <sink>', '--vectorize-with <store>'];

export const LATER_COMMANDS: readonly string[] = ['batch'];

const LATER_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  batch: ['generate', 'verify'],
};

/** Refuses a command of {@link LATER_COMMANDS}, naming its subcommand where one was given. */
export function refuseCommand(command: string, rest: readonly string[]): never {
  const subcommand = LATER_SUBCOMMANDS[command]?.find((name) => name === rest[0]);
  throw new NotBuiltError(`\`${subcommand ? `${command} ${subcommand}` : command}\``);
}

/**
 * Refuses the flags of {@link LATER_FLAGS}.
 * @param values flags by their names in camel case, as Commander gives them
 */
export function refuseFlags(values: object): void {
  for (const flag of LATER_FLAGS) {
    const [name] = flag.split(' ');
    const key = name.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    if (key in values) throw new NotBuiltError(name);
  }
}
