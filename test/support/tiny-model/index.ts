import { join } from 'node:path';
import { ROOT } from '../run.js';
import { type Answer, type ModelServer, type RecordedRequest, startModelServer } from '../model-servers/index.js';
import { type Completion, type Llama, type LlamaModel, loadLlama } from './install.js';
import { grammarSchema, translate } from './translate.js';

export { unavailable } from './install.js';

const PATH = join(ROOT, 'test/fixtures/tiny-model/tiny-json.gguf');
/** What servers of local models take where the request says nothing. */
const TEMPERATURE = 0.8;

/** What the server does with the schema of an answer: hold the model to it, take no notice, or refuse the request. */
export type Structured = 'held' | 'ignored' | 'refused';

/** The tiny language model of `test/fixtures/tiny-model`, in this process and on one thread. */
export class TinyModel {
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    private readonly completion: Completion,
  ) {}

  static async load(): Promise<TinyModel> {
    const { getLlama, LlamaCompletion } = await loadLlama();
    const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: 'error' });
    const model = await llama.loadModel({ modelPath: PATH });
    const context = await model.createContext({ contextSize: model.trainContextSize, threads: 1 });
    return new TinyModel(llama, model, new LlamaCompletion({ contextSequence: context.getSequence() }));
  }

  /** A server that speaks both wires and answers by the model. */
  serve(structured: Structured = 'held'): Promise<ModelServer> {
    return startModelServer((request) =>
      structured === 'refused' && request.schema !== undefined
        ? { fault: 'unsupported-parameters' }
        : this.answer(request, structured === 'held'),
    );
  }

  async dispose(): Promise<void> {
    await this.#turn;
    await this.llama.dispose();
  }

  private answer(request: RecordedRequest, held: boolean): Answer {
    const prompt = translate(request);
    const asked = this.model.tokenize(prompt).length;
    let written = 0;
    let finish = 'stop';
    const generate = (pieces: Pieces): Promise<void> =>
      this.#next(async () => {
        const grammar =
          held && request.schema !== undefined
            ? await this.llama.createGrammarForJsonSchema(grammarSchema(request.schema))
            : undefined;
        const room = this.model.trainContextSize - asked - 1;
        const { response, metadata } = await this.completion.generateCompletionWithMeta(prompt, {
          grammar,
          maxTokens: Math.max(1, Math.min(room, request.maxTokens ?? room)),
          temperature: request.temperature ?? TEMPERATURE,
          seed: request.seed,
          signal: pieces.signal,
          stopOnAbortSignal: true,
          onTextChunk: (text) => pieces.put(text),
        });
        written = this.model.tokenize(response).length;
        if (metadata.stopReason === 'maxTokens') finish = 'length';
      });
    return {
      text: piecesOf(generate),
      get finish() {
        return finish;
      },
      get usage() {
        return { inputTokens: asked, outputTokens: written };
      },
    };
  }

  /** There is one context: one answer after the other. */
  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

interface Pieces {
  readonly signal: AbortSignal;
  put(text: string): void;
}

/** What is put out while it is generated; a caller that goes away ends that. */
async function* piecesOf(generate: (pieces: Pieces) => Promise<void>): AsyncGenerator<string, void, undefined> {
  const abort = new AbortController();
  const waiting: string[] = [];
  let ended = false;
  let wake = (): void => undefined;
  const put = (text: string): void => {
    waiting.push(text);
    wake();
  };
  const done = generate({ signal: abort.signal, put }).finally(() => {
    ended = true;
    wake();
  });
  try {
    for (;;) {
      const text = waiting.splice(0).join('');
      if (text !== '') yield text;
      else if (ended) break;
      else await new Promise<void>((resume) => (wake = resume));
    }
    await done;
  } finally {
    abort.abort();
    await done.catch(() => undefined);
  }
}
