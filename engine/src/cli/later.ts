import { NotBuiltError } from '../errors.js';

/** Known by name, so that asking for one says so instead of calling it unknown. */
export const LATER_COMMANDS: readonly string[] = ['batch'];

const LATER_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  batch: ['generate', 'verify'],
};

/** Refuses a command of {@link LATER_COMMANDS}, naming its subcommand where one was given. */
export function refuseCommand(command: string, rest: readonly string[]): never {
  const subcommand = LATER_SUBCOMMANDS[command]?.find((name) => name === rest[0]);
  throw new NotBuiltError(`\`${subcommand ? `${command} ${subcommand}` : command}\``);
}
