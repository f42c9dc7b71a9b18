import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../support/run.js';

/** VS Code's server and workbench as npm packages, and a browser to open it in. */
const PACKAGES = ['code-server@4.100.3', 'playwright-core@1.65.1', '@sparticuz/chromium@147.0.0'];
/** What that VS Code runs on, for where this process is another Node. */
const NODE = 'node@20.20.2';
const CACHE = join(ROOT, '.cache/vscode-4.100.3');

const runsOnThisNode = process.versions.node.startsWith('20.');

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Page {
  exposeFunction(name: string, callback: (...args: never[]) => unknown): Promise<void>;
  goto(url: string): Promise<unknown>;
  screenshot(options: { path: string }): Promise<unknown>;
}
interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}

export interface SuiteResult {
  readonly code: number;
  /** What the extension host wrote to its console. */
  readonly log: string;
}

/** Installs VS Code into the cache, once. */
export async function installVsCode(): Promise<void> {
  if (existsSync(CACHE)) return;
  // Made elsewhere and renamed, so that an interrupted installation is not taken for a finished one.
  const folder = `${CACHE}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const install = (cwd: string, ...args: string[]): Promise<unknown> =>
    promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...args], {
      cwd,
      maxBuffer: 1 << 26,
    });
  try {
    await install(folder, '--ignore-scripts', ...PACKAGES);
    if (!runsOnThisNode) await install(folder, NODE);
    const vscode = join(folder, 'node_modules/code-server/lib/vscode');
    await install(vscode, '--omit=dev', '--omit=optional', '--ignore-scripts');
    await install(join(vscode, 'extensions'), '--omit=dev', '--ignore-scripts');
    await rename(folder, CACHE);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Opens a folder in real VS Code with the built extension, and runs a test module in its extension host.
 * @param suite CommonJS module that exports `run()`
 */
export async function runInVsCode(suite: string, workspace: string): Promise<SuiteResult> {
  const data = await mkdtemp(join(tmpdir(), 'agentic-synth-vscode-'));
  const port = await freePort();
  const server = await startServer(port, data);
  let browser: Browser | undefined;
  const lines: string[] = [];
  try {
    browser = await startBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      lines.push(args.map(String).join(' '));
    });
    const code = new Promise<number>((done, fail) => {
      void page.exposeFunction('codeAutomationExit', (exit: number) => done(exit));
      setTimeout(() => fail(new Error(`VS Code did not finish:\n${lines.join('\n')}`)), 120_000).unref();
    });
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(ROOT.replace(/\/$/, ''))],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
    ];
    await page.goto(
      `http://127.0.0.1:${port}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    );
    return { code: await code, log: lines.join('\n') };
  } finally {
    await browser?.close();
    server.kill('SIGKILL');
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function startServer(port: number, data: string): Promise<ChildProcess> {
  const args = [
    join(CACHE, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data],
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-workspace-trust',
    '--enable-smoke-test-driver',
  ];
  const server = spawn(runsOnThisNode ? process.execPath : join(CACHE, 'node_modules/node/bin/node'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((done, fail) => {
    const read = (piece: Buffer): void => {
      output += piece.toString();
      if (output.includes(`listening on ${port}`)) done();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code) => fail(new Error(`VS Code's server ended with ${code}:\n${output}`)));
    setTimeout(() => fail(new Error(`VS Code's server did not start:\n${output}`)), 60_000).unref();
  });
  return server;
}

async function startBrowser(): Promise<Browser> {
  const resolve = createRequire(join(CACHE, 'package.json')).resolve;
  const load = async (name: string): Promise<Record<string, unknown>> => {
    const module = (await import(pathToFileURL(resolve(name)).href)) as Record<string, unknown>;
    // A CommonJS package is the default export of its import.
    return { ...(module.default as object), ...module };
  };
  const { chromium } = (await load('playwright-core')) as unknown as {
    chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> };
  };
  const { default: packed } = (await load('@sparticuz/chromium')) as {
    default: { executablePath(): Promise<string> };
  };
  return chromium.launch({ executablePath: await packed.executablePath(), args: BROWSER_FLAGS });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
