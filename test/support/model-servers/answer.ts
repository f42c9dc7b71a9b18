import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, errorAnswer, errorBody, spoil } from './faults.js';
import { type AskedOf, countsOf, type Part, writeGemini, writeOpenAI } from './wires.js';

/** Answers one question, with the fault it is told to have. */
export async function send(response: ServerResponse, answer: Answer, asked: AskedOf, key: string): Promise<void> {
  if (answer.delay !== undefined) await pause(response, answer.delay);
  if (response.destroyed || answer.fault === 'slow-headers') return;
  if (answer.fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const error = errorAnswer(answer, asked.wire, key);
  if (error !== undefined) {
    response.writeHead(error.status, { ...error.headers });
    response.end(error.body);
    return;
  }
  await (asked.stream ? sendStream(response, answer, asked) : sendWhole(response, answer, asked));
}

const write = (asked: AskedOf, part: Part): object =>
  asked.wire === 'gemini' ? writeGemini(part) : writeOpenAI(part, asked.stream);

function finishOf(answer: Answer): string {
  switch (answer.fault) {
    case 'truncation':
      return 'length';
    case 'blocked-answer':
      return 'blocked';
    case 'unknown-finish':
      return 'FROBNICATED';
    default:
      return answer.finish ?? 'stop';
  }
}

/** An answer without anything that answers. */
function nothing(answer: Answer, asked: AskedOf): object | undefined {
  const counts = countsOf(answer, asked, '');
  if (answer.fault === 'no-choices') {
    return asked.wire === 'gemini'
      ? { usageMetadata: { promptTokenCount: counts?.inputTokens }, modelVersion: asked.model }
      : { id: 'gen-1', model: asked.model, choices: [], usage: { prompt_tokens: counts?.inputTokens } };
  }
  if (answer.fault !== 'blocked-prompt') return undefined;
  return asked.wire === 'gemini'
    ? {
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
        usageMetadata: { promptTokenCount: counts?.inputTokens },
      }
    : errorBody('openai', 403, 'Your input was flagged by moderation.');
}

async function sendWhole(response: ServerResponse, answer: Answer, asked: AskedOf): Promise<void> {
  const pieces: string[] = [];
  const source = spoil(answer);
  if (typeof source === 'string') pieces.push(source);
  else for await (const piece of source) pieces.push(piece);
  const text = pieces.join('');
  const refusal = answer.fault === 'refusal';
  const json = JSON.stringify(
    nothing(answer, asked) ??
      write(asked, {
        text: refusal ? 'I cannot help with that.' : answer.fault === 'error-chunk' ? '' : text,
        first: true,
        // Gemini says a refusal in words of the answer, or by the reason of its end.
        finish:
          refusal && asked.wire === 'gemini' ? 'blocked' : answer.fault === 'early-end' ? undefined : finishOf(answer),
        refusal,
        counts: countsOf(answer, asked, text),
        model: answer.fault === 'other-model' ? 'someone/else' : (answer.model ?? asked.model),
      }),
  );
  const status = answer.fault === 'blocked-prompt' && asked.wire === 'openai' ? 403 : 200;
  const head = { 'content-type': 'application/json' };
  const body = Buffer.from(json);
  switch (answer.fault) {
    case 'leading-space':
      response.writeHead(200, head);
      for (let i = 0; i < 3; i++) {
        response.write('\n         ');
        await pause(response, 20);
      }
      response.end(body);
      return;
    case 'truncated-body':
    case 'bad-event':
      response.writeHead(200, head);
      response.end(body.subarray(0, body.length >> 1));
      return;
    case 'error-chunk':
      response.writeHead(200, head);
      response.end(JSON.stringify(errorBody(asked.wire, 502, 'Provider returned error')));
      return;
    case 'cut':
    case 'stall':
      response.writeHead(200, { ...head, 'content-length': body.length });
      await flushed(response, body.subarray(0, body.length >> 1));
      if (answer.fault === 'cut') response.destroy();
      return;
    case 'split-utf8':
      response.writeHead(200, head);
      for (const byte of body) await flushed(response, Buffer.of(byte));
      response.end();
      return;
    default:
      response.writeHead(status, head);
      response.end(body);
  }
}

async function sendStream(response: ServerResponse, answer: Answer, asked: AskedOf): Promise<void> {
  const { fault } = answer;
  const none = nothing(answer, asked);
  if (none !== undefined && 'error' in none) {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(none));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (fault === 'leading-space') response.write('\n\n \n\n');
  const event = (value: unknown): Promise<void> => {
    const bytes = Buffer.from(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
    return fault === 'split-utf8' ? bytewise(response, bytes) : flushed(response, bytes);
  };
  const end = (): void => {
    response.end(asked.wire === 'openai' && fault !== 'early-end' ? 'data: [DONE]\n\n' : '');
  };
  if (none !== undefined) {
    await event(none);
    end();
    return;
  }

  const refusal = fault === 'refusal';
  const model = fault === 'other-model' ? 'someone/else' : (answer.model ?? asked.model);
  const part = (text: string, first: boolean, finish?: string): Promise<void> =>
    event(write(asked, { text, first, finish, refusal, counts: undefined, model }));
  const source = refusal ? ['I cannot', ' help with that.'] : spoil(answer);
  const pieces = typeof source === 'string' ? inPieces(source) : source;
  const half = typeof source === 'string' ? Math.max(1, Math.ceil(inPieces(source).length / 2)) : 2;
  let sent = 0;
  let text = '';
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (fault === 'comments') await flushed(response, Buffer.from(': LOOPBACK PROCESSING\n\n'));
    if (sent === half && (await breakOff(response, fault, asked, event))) return;
    if (sent > 0 && answer.pause !== undefined) await pause(response, answer.pause);
    await part(piece, sent === 0);
    text += piece;
    sent++;
  }
  if (sent <= half && (await breakOff(response, fault, asked, event))) return;
  if (fault === 'early-end') {
    end();
    return;
  }
  const finish = refusal && asked.wire === 'gemini' ? 'blocked' : finishOf(answer);
  const counts = countsOf(answer, asked, text);
  if (asked.wire === 'gemini') {
    await event(writeGemini({ text: '', first: false, finish, counts, model }));
  } else {
    await event(writeOpenAI({ text: '', first: false, finish, counts: undefined, model }, true));
    if (counts !== undefined) {
      const last = writeOpenAI({ text: '', first: false, finish: undefined, counts, model }, true);
      await event({ ...last, choices: [] });
    }
  }
  end();
}

/** Ends a stream in its middle, where the fault says so. */
async function breakOff(
  response: ServerResponse,
  fault: Answer['fault'],
  asked: AskedOf,
  event: (value: unknown) => Promise<void>,
): Promise<boolean> {
  switch (fault) {
    case 'stall':
      return true;
    case 'cut':
      await pause(response, 20);
      response.destroy();
      return true;
    case 'truncated-body':
      response.end('data: {"candidates": [{"conte');
      return true;
    case 'bad-event':
      await pause(response, 20);
      await event('{"candidates": [{]');
      response.end();
      return true;
    case 'error-chunk':
      await pause(response, 20);
      await event(errorBody(asked.wire, 502, 'Provider returned error'));
      response.end();
      return true;
    default:
      return false;
  }
}

/** Pieces of some characters each, as models give them. */
function inPieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,12}/gu) ?? [];
}

async function bytewise(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (const byte of bytes) await flushed(response, Buffer.of(byte));
}

/** Writes and lets the socket take it, so that pieces arrive apart. */
function flushed(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((done) => response.write(bytes, () => setImmediate(done)));
}

/** Waits, but no longer than the caller does. */
async function pause(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController();
  const closed = once(response, 'close', { signal: gone.signal }).catch(() => undefined);
  await Promise.race([sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined), closed]);
  gone.abort();
}
