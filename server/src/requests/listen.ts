import { TEMPLATES } from 'agentic-synth';
import {
  type CancellationToken,
  CancellationTokenSource,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import type { Log } from '../log.js';
import {
  CLIENT_REQUESTS,
  type EditorModel,
  type FailureData,
  type InitializationOptions,
  type KeyResult,
  NOTIFICATIONS,
  REQUESTS,
  type TemplatesResult,
  type VersionResult,
} from '../messages.js';
import type { Question, Surroundings, TaskName, TaskProgress, Tasks } from '../worker/protocol.js';
import { cancelled, Runner } from '../worker/runner.js';
import { fileOf, type Workspace } from '../workspace.js';
import { Failure } from './failure.js';

/** Megabytes of objects: of what is drawn while someone types, and of whole runs. */
const QUICK_MEMORY = 512;
const RUN_MEMORY = 4096;

const TITLES: Partial<Record<TaskName, string>> = {
  generate: 'Generating',
  infer: 'Reading rows',
  plan: 'Planning a schema',
  preview: 'Preview',
};

/** Answers the requests beside the protocol's own. What takes time is done in threads: typing never waits for it. */
export class Requests {
  options: InitializationOptions = {};
  readonly #quick: Runner;
  readonly #runs = new Set<Runner>();
  /** By URI, what ends the preview under way. */
  readonly #previews = new Map<string, AbortController>();

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
    private readonly log: Log,
    private readonly entry: string,
  ) {
    this.#quick = this.#runner(QUICK_MEMORY);
  }

  listen(version: string): void {
    this.connection.onRequest(REQUESTS.version, (): VersionResult => ({ engine: version }));
    this.connection.onNotification(NOTIFICATIONS.editorModels, ({ models }: { readonly models: EditorModel[] }) => {
      this.options = { ...this.options, editorModels: models };
    });
    this.connection.onRequest(REQUESTS.templates, (): TemplatesResult => ({ templates: TEMPLATES }));
    this.#answer('preview', (params) => params.uri, true);
    this.#answer('estimate', (params) => params.uri, true);
    this.#answer('generate', (params) => params.uri);
    this.#answer('infer', (params) => params.uri);
    this.#answer('plan', () => undefined);
    this.#answer('models', () => undefined);
    this.#answer('keys', () => undefined);
    this.#answer('testKey', () => undefined);
  }

  /** What threads have loaded may be out of date: configuration, plug-ins. */
  renew(): void {
    this.#quick.renew();
  }

  /** Checks a document in a thread, where plug-ins are loaded. */
  async check(uri: string): Promise<Tasks['check'][1]> {
    const value = this.workspace.get(uri)?.parsed.value;
    return this.#quick.run('check', { value }, this.#surroundings(uri));
  }

  /** Values of fields, drawn in a thread. */
  async samples(
    uri: string,
    params: Tasks['samples'][0],
    signal: AbortSignal,
  ): Promise<Tasks['samples'][1]['samples']> {
    return (await this.#quick.run('samples', params, this.#surroundings(uri), { signal })).samples;
  }

  /** How much a run would come to; nothing of a document with mistakes. */
  async estimate(uri: string): Promise<Tasks['estimate'][1] | undefined> {
    const run = this.#quick.run('estimate', { uri }, this.#surroundings(uri));
    return run.catch(() => undefined);
  }

  async close(): Promise<void> {
    await Promise.all([this.#quick, ...this.#runs].map((runner) => runner.close()));
  }

  #answer<Name extends Exclude<TaskName, 'check' | 'samples'>>(
    task: Name,
    uriOf: (params: Tasks[Name][0]) => string | undefined,
    quick = false,
  ): void {
    this.connection.onRequest(REQUESTS[task], async (params: Tasks[Name][0], token: CancellationToken) => {
      if (!this.workspace.trusted) {
        const text = 'Nothing runs in a workspace that is not trusted: trust it first.';
        return failed(new Failure(text, { code: 'workspace/untrusted' }));
      }
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort(cancelled()));
      const uri = uriOf(params);
      if (task === 'preview' && uri !== undefined) this.#supersede(uri, abort);
      const progress = this.#progress(task, params, quick);
      const runner = quick ? this.#quick : this.#runner(RUN_MEMORY);
      if (!quick) this.#runs.add(runner);
      try {
        const { signal } = abort;
        const onProgress = (done: TaskProgress): void => progress?.report(done.percentage ?? 0, done.message ?? '');
        return await runner.run(task, params, this.#surroundings(uri), { signal, onProgress });
      } catch (error) {
        if (error instanceof Failure) return failed(error, abort.signal);
        throw error;
      } finally {
        listening.dispose();
        progress?.done();
        if (uri !== undefined && this.#previews.get(uri) === abort) this.#previews.delete(uri);
        if (!quick) {
          this.#runs.delete(runner);
          await runner.close();
        }
      }
    });
  }

  /** Of previews of one document only the newest matters. */
  #supersede(uri: string, abort: AbortController): void {
    this.#previews.get(uri)?.abort(cancelled('A newer preview was asked for.'));
    this.#previews.set(uri, abort);
  }

  #progress(task: TaskName, params: unknown, cancellable: boolean): WorkDoneProgressReporter | undefined {
    const { workDoneToken } = (params ?? {}) as { readonly workDoneToken?: string | number };
    if (workDoneToken === undefined) return undefined;
    const progress = this.connection.window.attachWorkDoneProgress(workDoneToken);
    progress.begin(TITLES[task] ?? task, 0, undefined, cancellable);
    return progress;
  }

  #runner(memory: number): Runner {
    return new Runner({
      entry: this.entry,
      memory,
      ask: (question, signal) => this.#ask(question, signal),
      log: (text) => this.log.write('error', text),
    });
  }

  /** Keys are known for as long as the run that asked for them. */
  async #ask(question: Question, signal: AbortSignal): Promise<unknown> {
    const source = new CancellationTokenSource();
    signal.addEventListener('abort', () => source.cancel(), { once: true });
    const method = CLIENT_REQUESTS[question.about];
    const answer = await this.connection.sendRequest<unknown>(method, question.params, source.token);
    if (question.about === 'key') {
      const { key } = answer as KeyResult;
      if (key !== undefined && key !== '') {
        this.log.keys.add(key);
        signal.addEventListener('abort', () => this.log.keys.delete(key), { once: true });
      }
    }
    return answer;
  }

  #surroundings(uri: string | undefined): Surroundings {
    const document = uri === undefined ? undefined : this.workspace.get(uri);
    const { canAskForKeys = false, editorModels = [] } = this.options;
    const file = uri === undefined ? '' : fileOf(uri);
    return {
      file,
      version: document?.version ?? -1,
      folder: this.workspace.folderFor(uri),
      texts: Object.fromEntries(this.workspace.documents.map((open) => [open.file, open.text])),
      canAskForKeys,
      editorModels,
    };
  }
}

function failed({ message, data }: Failure, signal?: AbortSignal): ResponseError<FailureData> {
  if (signal?.aborted !== true) return new ResponseError(LSPErrorCodes.RequestFailed, message, data);
  const reason: unknown = signal.reason;
  const text = reason instanceof Error ? reason.message : message;
  return new ResponseError(LSPErrorCodes.RequestCancelled, text, { code: 'run/cancelled' });
}
