import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { run } from '../support/run.js';
import { type Edition, installVsCode, programsOf, startBrowser } from './install.js';

export interface HostOptions {
  /** The packed extension, which is installed as anyone would install it. */
  readonly vsix: string;
  /** Whether folders must be trusted by the person. Default false: all are. */
  readonly asksForTrust?: boolean;
  /** Whether suites run in it. Default false: newer ones show no messages then. */
  readonly runsSuites?: boolean;
  /** Of the editor, whose own words stay English, and its window. Default `en-US`. */
  readonly locale?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface SuiteResult {
  readonly code: number;
  /** What the extension host wrote to its console. */
  readonly log: string;
}

/** Nothing that tells of what it has found, and no small picture of the text. */
const SETTINGS = { 'git.enabled': false, 'editor.minimap.enabled': false };

/** Real VS Code, served to a real browser. */
export class VsCodeHost {
  /** What the server has printed. */
  output = '';

  private constructor(
    /** Where VS Code keeps everything: settings, extensions, logs. */
    readonly data: string,
    private readonly port: number,
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    private readonly locale: string,
  ) {
    const read = (piece: Buffer): void => void (this.output += piece.toString());
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
  }

  static async start(
    edition: Edition,
    { vsix, asksForTrust = false, runsSuites = false, locale = 'en-US', env = {} }: HostOptions,
  ): Promise<VsCodeHost> {
    await installVsCode(edition);
    const { node, server: program } = programsOf(edition);
    const data = await mkdtemp(join(tmpdir(), 'agentic-synth-vscode-'));
    const all = [program, '--accept-server-license-terms', '--server-data-dir', data];
    await writeFile(join(await folderOf(data, 'Machine'), 'settings.json'), JSON.stringify(SETTINGS));
    const installed = await run(node, [...all, '--install-extension', vsix]);
    if (installed.code !== 0) throw new Error(`${installed.stdout}${installed.stderr}`);
    if (!locale.startsWith('en')) await addLanguage(await folderOf(data), locale);
    const port = await freePort();
    const args = [
      ...all,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--disable-telemetry'],
      ...['--locale', locale],
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
      ...(runsSuites ? ['--enable-smoke-test-driver'] : []),
    ];
    // Neither the caches nor the configuration of whoever runs the tests.
    const own = { XDG_CACHE_HOME: join(data, 'cache'), XDG_CONFIG_HOME: join(data, 'config') };
    const server = spawn(node, args, { stdio: 'pipe', env: { ...process.env, ...own, ...env } });
    await listening(server, port);
    return new VsCodeHost(data, port, server, await startBrowser(), locale);
  }

  /** Opens a folder, or a workspace of several, in a window of its own. */
  async open(folder: string): Promise<Page> {
    const page = await this.#window();
    await page.goto(this.#address(folder));
    return page;
  }

  /**
   * Runs a test module in the extension host of a folder or workspace.
   * @param suite folder of an extension whose `index.cjs` exports `run()`
   */
  async runSuite(suite: string, folder: string): Promise<SuiteResult> {
    const page = await this.#window();
    const lines: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      lines.push(format(...args));
    });
    const code = new Promise<number>((done, fail) => {
      void page.exposeFunction('codeAutomationExit', (exit: number) => done(exit));
      setTimeout(() => fail(new Error(`VS Code did not finish:\n${lines.join('\n')}`)), 240_000).unref();
    });
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${this.port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(suite)],
      ['extensionTestsPath', remote(join(suite, 'index.cjs'))],
      ['skipWelcome', 'true'],
    ];
    try {
      await page.goto(this.#address(folder, { payload: JSON.stringify(payload) }));
      return { code: await code, log: lines.join('\n') };
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.kill('SIGKILL');
    await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  #window(): Promise<Page> {
    // Without a language of its own this browser has one that is none.
    return this.browser.newPage({ viewport: { width: 1440, height: 900 }, locale: this.locale });
  }

  #address(folder: string, query: Readonly<Record<string, string>> = {}): string {
    const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `http://127.0.0.1:${this.port}/?${new URLSearchParams({ [kind]: folder, ...query })}`;
  }
}

/** A folder of the editor's own data. */
async function folderOf(data: string, name = ''): Promise<string> {
  const folder = join(data, 'data', name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** As a language pack does that has no word of the editor: the words of extensions are in the language then. */
async function addLanguage(folder: string, language: string): Promise<void> {
  const vscode = join(folder, 'words.json');
  const extensions = [{ extensionIdentifier: { id: 'suite.pack' }, version: '1.0.0' }];
  const pack = { hash: language, label: language, extensions, translations: { vscode } };
  await writeFile(vscode, JSON.stringify({ version: '1.0.0', contents: {} }));
  await writeFile(join(folder, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

async function listening(server: ChildProcess, port: number): Promise<void> {
  let output = '';
  await new Promise<void>((done, fail) => {
    const read = (piece: Buffer): void => {
      output += piece.toString();
      if (output.includes(`listening on ${port}`)) done();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.on('exit', (code) => fail(new Error(`VS Code's server ended with ${code}:\n${output}`)));
    setTimeout(() => fail(new Error(`VS Code's server did not start:\n${output}`)), 60_000).unref();
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
