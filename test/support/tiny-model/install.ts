import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../run.js';

const VERSION = '3.22.1';
/** llama.cpp as it was built for each platform, without a graphics card. */
const BUILDS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64-metal',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};
const platform = `${process.platform}-${process.arch}`;
const CACHE = join(ROOT, `.cache/node-llama-cpp-${VERSION}-${platform}`);

/** What is used of `node-llama-cpp`, which is no dependency: it is installed where these tests run. */
export interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: unknown): Promise<object>;
  dispose(): Promise<void>;
}
export interface LlamaModel {
  readonly trainContextSize: number;
  tokenize(text: string): readonly number[];
  createContext(options: { contextSize: number; threads: number }): Promise<{ getSequence(): object }>;
}
export interface Completion {
  generateCompletionWithMeta(
    prompt: string,
    options: {
      readonly grammar: object | undefined;
      readonly maxTokens: number;
      readonly temperature: number;
      readonly seed: number | undefined;
      readonly signal: AbortSignal;
      readonly stopOnAbortSignal: boolean;
      readonly onTextChunk: (text: string) => void;
    },
  ): Promise<{ readonly response: string; readonly metadata: { readonly stopReason: string } }>;
}
export interface LlamaModule {
  getLlama(options: object): Promise<Llama>;
  readonly LlamaCompletion: new (options: { contextSequence: object }) => Completion;
}

/** Why llama.cpp cannot run here; `undefined` where it can. */
export function unavailable(): string | undefined {
  if (!Object.hasOwn(BUILDS, platform)) return `node-llama-cpp ${VERSION} has no build for ${platform}`;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (process.platform === 'linux' && header.glibcVersionRuntime === undefined) {
    return `node-llama-cpp ${VERSION} has no build for a Linux without glibc`;
  }
  return undefined;
}

/** Installs what runs the model into the cache, once, and loads it. */
export async function loadLlama(): Promise<LlamaModule> {
  if (!existsSync(CACHE)) await install();
  const entry = join(CACHE, 'node_modules/node-llama-cpp/dist/index.js');
  return (await import(pathToFileURL(entry).href)) as LlamaModule;
}

async function install(): Promise<void> {
  // Made elsewhere and renamed, so that an interrupted installation is not taken for a finished one.
  const folder = `${CACHE}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${BUILDS[platform]}@${VERSION}`];
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional'];
  try {
    // One build of seven hundred megabytes of builds.
    await promisify(execFile)('npm', ['install', ...flags, ...packages], {
      cwd: folder,
      maxBuffer: 1 << 26,
      shell: process.platform === 'win32',
    });
    await rename(folder, CACHE);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
