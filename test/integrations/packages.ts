import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/run.js';

/** The packages that integrations are tested with, in these versions. */
const PACKAGES = {
  // Its native part is an optional dependency.
  ruvector: { version: '0.3.2', entry: 'ruvector', flags: [] },
  midstreamer: { version: '0.3.1', entry: 'midstreamer/quic', flags: ['--omit=optional'] },
} as const;

type Name = keyof typeof PACKAGES;

const folderOf = (name: Name): string => join(ROOT, `.cache/integrations-${name}-${PACKAGES[name].version}`);

/** Installs a package into the cache, once, and loads it. */
export async function realPackage<T>(name: Name): Promise<T> {
  const { version, entry, flags } = PACKAGES[name];
  const target = folderOf(name);
  if (!existsSync(target)) {
    // Made elsewhere and renamed, so that an interrupted installation is not taken for a finished one.
    const folder = `${target}.${process.pid}.tmp`;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...flags, `${name}@${version}`];
    try {
      await promisify(execFile)('npm', args, { cwd: folder, maxBuffer: 1 << 26 });
      await rename(folder, target);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      // Another process was faster.
      if (!existsSync(target)) throw error;
    }
  }
  return createRequire(join(target, 'package.json'))(entry) as T;
}

/** Puts packages of the cache into the `node_modules` of a folder. */
export async function linkPackages(folder: string, ...names: readonly Name[]): Promise<void> {
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  for (const name of names) {
    await realPackage(name);
    await symlink(join(folderOf(name), 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
}

/** Whether ruvector has a native part for this system. */
export function hasNative(ruvector: { getImplementationType(): string }): boolean {
  return ruvector.getImplementationType() === 'native';
}

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  readonly metadata: { readonly table: string; readonly row: number };
}

interface Transport {
  listen(port: number, host: string): Promise<void>;
  onMessage(handler: (address: string, message: Message) => void, options: { streamId: string }): void;
  close(): Promise<void>;
}

export interface Midstreamer {
  loadQuicTransport(): Promise<Transport>;
}

export interface Listener {
  readonly messages: Message[];
  readonly address: string;
  close(): Promise<void>;
}

/** Listens with the real package on a free port of loopback. */
export async function listen(midstreamer: Midstreamer, pipeline: string): Promise<Listener> {
  const transport = await midstreamer.loadQuicTransport();
  const port = await freePort();
  await transport.listen(port, '127.0.0.1');
  const messages: Message[] = [];
  transport.onMessage((_, message) => void messages.push(message), { streamId: pipeline });
  return { messages, address: `127.0.0.1:${port}`, close: () => transport.close() };
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
