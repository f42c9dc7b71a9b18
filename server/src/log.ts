import type { RemoteConsole } from 'vscode-languageserver';
import type { Settings } from './messages.js';
import { withoutKeys } from './requests/failure.js';

type Level = NonNullable<Settings['logLevel']>;

const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'debug'];
const KEY_NAME = /(?:^|_)API_?KEY$/i;

/** Tells the editor what the server does, without keys. */
export class Log {
  level: Level = 'warn';
  /** Keys that the person has given for runs under way. */
  readonly keys = new Set<string>();

  constructor(private readonly console: RemoteConsole) {}

  write(level: Level, text: string): void {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(this.level)) return;
    const clean = withoutKeys(text, [...this.keys, ...keysOfEnvironment()]);
    if (level === 'debug') this.console.log(clean);
    else this.console[level](clean);
  }

  /** An error that nobody meant: the server goes on. */
  failed(what: string, error: unknown): void {
    this.write('error', `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function keysOfEnvironment(): string[] {
  const values = Object.entries(process.env).flatMap(([name, value]) => (KEY_NAME.test(name) ? [value ?? ''] : []));
  return values.filter(({ length }) => length >= 4);
}
