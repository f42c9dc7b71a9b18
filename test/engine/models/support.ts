import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth, type AgenticSynthOptions } from '../../../engine/src/index.js';
import {
  type ModelServer,
  type RecordedRequest,
  type Reply,
  startModelServer,
} from '../../support/model-servers/index.js';

/** A key that must appear nowhere. */
export const KEY = 'AIzaSyCANARY-0123456789-canary-0123456789';

/** A value for each numbered condition, or so many in a list, with their places in it. */
export function byNumber({ prompt }: RecordedRequest, value: (condition: string, i?: number) => unknown): unknown {
  const shared = /^Every condition begins with: (.*)$/mu.exec(prompt)?.[1] ?? '';
  const conditions = [...prompt.matchAll(/^(\d+): (.*)$/gmu)];
  if (conditions.length > 0) {
    return Object.fromEntries(conditions.map(([, n, text]) => [n, value(text.replace(/^…/u, shared))]));
  }
  const count = Number(/(\d+) in all/u.exec(prompt)?.[1]);
  const condition = /^(?:Condition|Instruction): (.*)$/mu.exec(prompt)?.[1] ?? '';
  return { rows: Array.from({ length: count }, (_, i) => value(condition, count > 1 ? i : undefined)) };
}

/**
 * Answers with a text that follows from the condition alone, so that it does not matter with what it was asked; texts for
 * different conditions are not alike.
 */
export function echoes(request: RecordedRequest): Reply {
  const text = (condition: string, i?: number): string => {
    const words = createHash('sha256')
      .update(`${condition} ${i}`)
      .digest('hex')
      .match(/.{1,9}/gu)!;
    return `${words.slice(0, 5).join(' ')} [${condition.replaceAll(/["{}]/gu, '')}]`.slice(0, 120);
  };
  return { rows: byNumber(request, text) };
}

/** A server, a folder for the cache, and instances that use both; made anew for each test. */
export function modelsUnderTest(script: (request: RecordedRequest) => Reply | Promise<Reply> = echoes): {
  readonly server: ModelServer;
  readonly folder: string;
  synth(more?: AgenticSynthOptions): AgenticSynth;
} {
  let server: ModelServer;
  let folder: string;
  beforeEach(async () => {
    server = await startModelServer(script);
    folder = await mkdtemp(join(tmpdir(), 'synth-models-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  return {
    get server() {
      return server;
    },
    get folder() {
      return folder;
    },
    synth: ({ models = {}, ...more } = {}) =>
      new AgenticSynth({
        apiKeys: { gemini: KEY, openRouter: `sk-or-${KEY}` },
        models: { providers: { gemini: { baseUrl: server.url }, openRouter: { baseUrl: server.openAI } }, ...models },
        cache: { persistPath: folder },
        ...more,
      }),
  };
}
