import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../cli/cli.js';
import { type ClientOptions, ServerClient } from '../client.js';

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly severity: number;
    readonly range: object;
    readonly codeDescription?: { readonly href: string };
    readonly relatedInformation?: readonly {
      readonly location: { readonly uri: string; readonly range: { readonly start: { readonly line: number } } };
    }[];
  }[];
}

/** A folder with files, and servers that know it; both are gone after the tests around. */
export function playground(): Playground {
  const folder = temporaryFolder();
  const clients: ServerClient[] = [];
  afterEach(() => {
    for (const { process } of clients.splice(0)) process.kill('SIGKILL');
  });
  return new Playground(folder, clients);
}

export class Playground {
  constructor(
    private readonly folder: ReturnType<typeof temporaryFolder>,
    private readonly clients: ServerClient[],
  ) {}

  write(files: Record<string, string>): Promise<unknown> {
    return Promise.resolve(this.folder.write(files));
  }

  path(name: string): string {
    return join(this.folder.path, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  /** A server that is initialised. */
  async start(options: ClientOptions = {}): Promise<ServerClient> {
    const client = this.client({ folders: [this.uri('')], ...options });
    await client.start();
    return client;
  }

  client(options: ClientOptions = {}): ServerClient {
    const home = { HOME: this.folder.path, XDG_CONFIG_HOME: this.path('config'), XDG_CACHE_HOME: this.path('cache') };
    const none = { GEMINI_API_KEY: '', OPENROUTER_API_KEY: '' };
    const client = new ServerClient({ ...options, env: { ...process.env, ...none, ...home, ...options.env } });
    this.clients.push(client);
    return client;
  }
}

export function published(client: ServerClient, uri: string, version?: number): Promise<Published> {
  return client.notified<Published>(
    'textDocument/publishDiagnostics',
    (params) => params.uri === uri && (version === undefined || params.version === version),
  );
}

export const codes = ({ diagnostics }: Published): string[] => diagnostics.map(({ code }) => code);

export const range = (line: number, from: number, to: number, last = line): object => ({
  start: { line, character: from },
  end: { line: last, character: to },
});
