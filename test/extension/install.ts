import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { ROOT } from '../support/run.js';

/** VS Code's server and workbench as an npm package, and the Node it runs on. */
export interface Edition {
  readonly vscode: string;
  readonly node: string;
}
/** The oldest that the manifest allows. */
export const OLDEST: Edition = { vscode: '4.100.3', node: '20.20.2' };
export const CURRENT: Edition = { vscode: '4.139.1', node: '24.9.0' };

const CHROMIUM = '147.0.0';

const cacheOf = ({ vscode }: Edition): string => join(ROOT, `.cache/vscode-${vscode}`);

/** Node of the same major version as VS Code's is its own. */
const nodeOf = (edition: Edition): string | undefined =>
  process.versions.node.split('.')[0] === edition.node.split('.')[0] ? process.execPath : undefined;

/** Installs VS Code into the cache, once. */
export async function installVsCode(edition: Edition): Promise<void> {
  await installOnce(cacheOf(edition), async (folder) => {
    await npmInstall(folder, `code-server@${edition.vscode}`);
    const vscode = join(folder, 'node_modules/code-server/lib/vscode');
    await npmInstall(vscode, '--omit=dev', '--omit=optional');
    await npmInstall(join(vscode, 'extensions'), '--omit=dev');
  });
  if (nodeOf(edition) !== undefined) return;
  // A script of this package brings the program for the platform.
  await installOnce(nodeCacheOf(edition), (folder) =>
    npmInstall(folder, '--ignore-scripts=false', `node@${edition.node}`),
  );
}

const nodeCacheOf = ({ node }: Edition): string => join(ROOT, `.cache/node-${node}`);

/** The programs of an installed VS Code. */
export function programsOf(edition: Edition): { readonly node: string; readonly server: string } {
  return {
    node: nodeOf(edition) ?? join(nodeCacheOf(edition), 'node_modules/node/bin/node'),
    server: join(cacheOf(edition), 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Starts a browser of the cache, installed once. */
export async function startBrowser(): Promise<Browser> {
  const cache = join(ROOT, `.cache/chromium-${CHROMIUM}`);
  await installOnce(cache, (folder) => npmInstall(folder, `@sparticuz/chromium@${CHROMIUM}`));
  const entry = createRequire(join(cache, 'package.json')).resolve('@sparticuz/chromium');
  const { default: packed } = (await import(pathToFileURL(entry).href)) as {
    default: { executablePath(): Promise<string> };
  };
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: await packed.executablePath(), args });
}

/** Made elsewhere and renamed, so that an interrupted installation is not taken for a finished one. */
async function installOnce(target: string, install: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  const folder = `${target}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    await install(folder);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(target)) throw error;
  }
}

async function npmInstall(cwd: string, ...args: string[]): Promise<void> {
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...args], {
    cwd,
    maxBuffer: 1 << 26,
  });
}
