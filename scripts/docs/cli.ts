import { commandTree } from '../../engine/src/cli/program.js';
import { anchorOf, code, fence, formatted, generatedFrom, table } from './markdown.js';

type Command = ReturnType<typeof commandTree>;
type Argument = Command['registeredArguments'][number];
type Option = Command['options'][number];

/** A command and the words that it is called by. */
interface Called {
  readonly command: Command;
  readonly name: string;
}

/** `docs/CLI.md`, from the tree of commands that the program itself runs by. */
export async function cliDocument(): Promise<string> {
  const program = commandTree('');
  const commands = callable(program, program.name());
  const parts = [
    generatedFrom('engine/src/cli/program.ts'),
    '# Command line',
    program.description(),
    fence('text', 'agentic-synth COMMAND [ARGUMENTS] [FLAGS]'),
    'Standard output is data only; progress, summaries, warnings and errors go to standard error. A flag that does not exist, or a value out of its range, ends the command with what was meant. `--help` after any command prints what stands here; `agentic-synth --version` prints the version.',
    table(
      ['command', 'what it does'],
      commands.map(({ command, name }) => [
        `[${code(name.replace(/^agentic-synth /, ''))}](#${anchorOf(name)})`,
        command.summary(),
      ]),
    ),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      [
        ['0', 'done; `validate`: no errors, whatever warnings there are'],
        ['1', 'failed, or what was checked has errors'],
        ['2', 'wrong usage: an unknown command or flag, a value out of its range, an argument that is missing'],
        ['130', 'interrupted by Ctrl-C'],
        ['141', 'the reader of standard output closed the pipe, as `head` does'],
        ['143', 'ended by SIGTERM'],
      ],
    ),
    '## Environment variables',
    'Variables that configure a run (keys and addresses of model providers) are in [CONFIGURATION.md](CONFIGURATION.md#environment-variables).',
    table(
      ['variable', 'meaning'],
      [
        ['`AGENTIC_SYNTH_DEBUG=1`', 'errors are printed with their stack'],
        ['`AGENTIC_SYNTH_CODE_CACHE=0`', "V8's compiled code of the program is not kept between starts"],
      ],
    ),
    ...commands.flatMap(({ command, name }) => chapter(command, name)),
  ];
  return formatted(parts);
}

/** Every command that can be called, without those that only have others beneath them. */
function callable(command: Command, name: string): Called[] {
  return command.commands
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => {
      const called = `${name} ${each.name()}`;
      return each.commands.length > 0 ? callable(each, called) : [{ command: each, name: called }];
    });
}

function chapter(command: Command, name: string): string[] {
  const given = command.registeredArguments.map((argument) => {
    const written = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${written}>` : `[${written}]`;
  });
  const { prose, examples } = helpOf(command);
  const parts = [
    `## ${name}`,
    command.description(),
    fence('text', [name, ...given, '[flags]'].join(' ')),
    command.registeredArguments.length === 0
      ? ''
      : table(['argument', '', 'meaning', 'default'], command.registeredArguments.map(argumentRow)),
    table(['flag', 'meaning', 'default'], command.options.map(optionRow)),
    prose,
    examples === '' ? '' : fence('sh', examples),
  ];
  return parts.filter((part) => part !== '');
}

function argumentRow(argument: Argument): string[] {
  const { meaning, fallback } = defaultIn(argument.description, argument.defaultValue);
  return [
    code(argument.variadic ? `${argument.name()}...` : argument.name()),
    argument.required ? 'required' : '',
    meaning,
    fallback,
  ];
}

function optionRow(option: Option): string[] {
  const { meaning, fallback } = defaultIn(option.description, option.negate ? undefined : option.defaultValue);
  return [code(option.flags), option.mandatory ? `${meaning} (required)` : meaning, fallback];
}

/** The words after `default:` get a column of their own. */
function defaultIn(description: string, value: unknown): { readonly meaning: string; readonly fallback: string } {
  const match = /^([^]*?)[;,] default: (.*)$|^default: (.*)$/.exec(description);
  const said = match?.[2] ?? match?.[3] ?? (typeof value === 'string' ? code(value) : '');
  return { meaning: match ? (match[1] ?? '') : description, fallback: said };
}

/** What a command adds to its help: words, and examples below the line that says so. */
function helpOf(command: Command): { readonly prose: string; readonly examples: string } {
  let text = '';
  command.configureOutput({ writeOut: (piece) => (text += piece) });
  command.outputHelp();
  const options = /^Options:\n(?: .*\n)+/m.exec(text)!;
  const added = text.slice(options.index + options[0].length).trim();
  const prose: string[] = [];
  const examples: string[] = [];
  for (const block of added.split('\n\n')) {
    const match = /^Examples?:\n([^]*)$/.exec(block);
    if (match) examples.push(match[1].replaceAll(/^ {2}/gm, ''));
    else prose.push(block.replaceAll('\n', ' '));
  }
  return { prose: prose.join('\n\n'), examples: examples.join('\n') };
}
