import type { Command } from 'commander';
import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { TEMPLATES } from '../schema/templates.js';

/** One command as a shell completes it. */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly { readonly name: string; readonly takesValue: boolean; readonly summary: string }[];
  /** Words that may stand as its argument; where there are none, files. */
  readonly words: readonly string[];
}

/** Values of flags that are one of a few words. Other flags take files. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--format': ['json', 'jsonl', 'csv', 'parquet'],
  '--log-format': ['text', 'json'],
  '--log-level': ['error', 'warn', 'info', 'debug'],
  '--model': ['local'],
  '--seed': ['random'],
  '--type': ['structured', 'timeseries', 'events'],
  '--template': TEMPLATES.map(({ name }) => name),
  '--workers': ['auto'],
};

/** Values of `--format` of commands that make no rows. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  config: ['text', 'json'],
  doctor: ['text', 'json'],
  models: ['text', 'json'],
  plan: ['yaml', 'json'],
};

function valuesOf(command: string, flag: string): readonly string[] | undefined {
  return flag === '--format' && Object.hasOwn(FORMATS, command) ? FORMATS[command] : VALUES[flag];
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  generate: ['structured', 'timeseries', 'events'],
  completion: ['bash', 'zsh', 'fish'],
  schema: ['export'],
  batch: ['generate', 'verify'],
  config: ['show', 'validate'],
};

const SHELLS: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

/**
 * A script that completes the commands and flags of `program`.
 * @throws OptionError for an unknown shell
 */
export function completionScript(shell: string, program: Command): string {
  const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!write) {
    const shells = Object.keys(SHELLS);
    throw new OptionError(
      `There is no completion for "${shell}": ${shells.join(', ')}.${meaning(didYouMean(shell, shells))}`,
    );
  }
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return write(
    commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      flags: [command, ...command.commands]
        .flatMap((each) => help.visibleOptions(each))
        .filter((option, i, all) => all.findIndex(({ long }) => long === option.long) === i)
        .flatMap(({ long, required, description }) =>
          long ? [{ name: long, takesValue: required, summary: description }] : [],
        ),
      words: WORDS[command.name()] ?? [],
    })),
  );
}

function bash(entries: readonly Entry[]): string {
  const values = [
    ...Object.entries(FORMATS).map(([command, words]) => `    "${command} --format") words="${words.join(' ')}" ;;`),
    ...Object.entries(VALUES).map(([flag, words]) => `    *" ${flag}") words="${words.join(' ')}" ;;`),
  ];
  const commands = entries.map(({ name, flags, words }) => {
    const all = [...words, ...flags.map((flag) => flag.name)];
    return `    ${name}) words="${all.join(' ')}" ;;`;
  });
  return `# bash completion for agentic-synth
_agentic_synth() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${entries.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${values.join('\n')}
    *" --schema"|*" --output"|*" --plugin"|*" --log-file") COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  if [[ -z "$words" ]]; then
    case "\${COMP_WORDS[1]}" in
${commands.join('\n').replaceAll(/^/gm, '  ')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _agentic_synth agentic-synth
`;
}

function zsh(entries: readonly Entry[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const plain = (text: string): string => text.replaceAll(/[[\]:]/g, ' ');
  const commands = entries.map(({ name, summary }) => `    ${quote(`${name}:${plain(summary)}`)}`);
  const cases = entries.map(({ name, flags, words }) => {
    const specs = flags.map((flag) => {
      const values = valuesOf(name, flag.name);
      const value = flag.takesValue ? `:value:${values ? `(${values.join(' ')})` : '_files'}` : '';
      return quote(`${flag.name}[${plain(flag.summary)}]${value}`);
    });
    const argument = quote(words.length > 0 ? `1:word:(${words.join(' ')})` : '*:file:_files');
    return `    ${name}) _arguments ${[...specs, argument].join(' \\\n      ')} ;;`;
  });
  return `#compdef agentic-synth
_agentic_synth() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _agentic_synth agentic-synth
`;
}

function fish(entries: readonly Entry[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = ['# fish completion for agentic-synth'];
  for (const { name, summary, flags, words } of entries) {
    lines.push(`complete -c agentic-synth -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`);
    const here = `-n '__fish_seen_subcommand_from ${name}'`;
    if (words.length > 0) lines.push(`complete -c agentic-synth ${here} -f -a ${quote(words.join(' '))}`);
    for (const flag of flags) {
      const values = valuesOf(name, flag.name);
      const value = flag.takesValue ? (values ? ` -x -a ${quote(values.join(' '))}` : ' -r') : '';
      lines.push(`complete -c agentic-synth ${here} -l ${flag.name.slice(2)}${value} -d ${quote(flag.summary)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
