import { resolve } from 'node:path';
import {
  AgenticSynth,
  type AgenticSynthOptions,
  type GenerateOptions,
  loadConfig,
  type ModelProvider,
  parseDocument,
  type ParsedDocument,
  searchLocalesFor,
} from 'agentic-synth';
import type { KeyResult, LanguageModelResult } from '../messages.js';
import { Failure } from '../requests/failure.js';
import { readText } from './read-text.js';
import type { Question, Surroundings, TaskProgress } from './protocol.js';

/** Of the thread as it started. */
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = { ...process.env };

/** The engine, which a task opens runs of to look at their columns. */
export class EditorSynth extends AgenticSynth {
  /** Reads schemas that others refer to. */
  get reader(): AgenticSynth['host']['readSchema'] {
    return this.host.readSchema;
  }

  openRun(type: string, options: GenerateOptions): ReturnType<AgenticSynth['open']> {
    return this.open(type, options);
  }
}

/** One task in a thread: the engine set up for the document, and the way back to the editor. */
export class TaskRun {
  /** Keys that the person gave for this run: nothing that leaves it may hold one. */
  readonly secrets: string[] = [];

  constructor(
    readonly surroundings: Surroundings,
    readonly signal: AbortSignal,
    readonly progress: (progress: TaskProgress) => void,
    private readonly ask: (question: Question) => Promise<unknown>,
  ) {}

  /** The text of a file as the editor has it, else as it is on disk; `undefined` where there is none. */
  async parsed(file = this.surroundings.file): Promise<ParsedDocument | undefined> {
    const text = this.surroundings.texts[file] ?? (await readText(file));
    return text === undefined ? undefined : parseDocument(text, { file });
  }

  /** Paths in requests are relative to the folder of the document. */
  path(path: string): string {
    const absolute = resolve(this.surroundings.folder, path);
    return /[/\\]$/.test(path) ? `${absolute}/` : absolute;
  }

  /** The engine with the configuration that holds for the document. */
  async synth(keys: ReadonlyMap<string, string> = new Map()): Promise<EditorSynth> {
    const { folder, texts, editorModels } = this.surroundings;
    const { config, env } = await loadConfig({ folder, env: ENVIRONMENT });
    // Plug-ins and providers look variables up where everyone does; those of another folder's .env are gone.
    for (const name of Object.keys(process.env)) if (!(name in ENVIRONMENT)) delete process.env[name];
    Object.assign(process.env, env);
    // The extension holds few locales; tasks run in trusted workspaces only.
    searchLocalesFor(folder);
    const synth = new EditorSynth(withKeys(config, keys), { textOf: (file) => texts[file] });
    if (editorModels.length > 0) synth.registerProvider(this.editorProvider());
    return synth;
  }

  /**
   * Does something with the engine; where a model lacks its key, asks the person for it and does it again.
   * @param model asked for by name
   */
  async withKeys<T>(model: string | undefined, action: (synth: EditorSynth) => Promise<T>): Promise<T> {
    const keys = new Map<string, string>();
    const refused = new Set<string>();
    for (;;) {
      const synth = await this.synth(keys);
      try {
        return await action(synth);
      } catch (error) {
        const { code } = error as { readonly code?: unknown };
        if (!this.surroundings.canAskForKeys || (code !== 'model/no-key' && code !== 'needs-model')) throw error;
        const wanted = (await providersOf(synth, model)).find((name) => !keys.has(name) && !refused.has(name));
        if (wanted === undefined) throw error;
        const key = await this.askKey(wanted);
        if (key === undefined) refused.add(wanted);
        else keys.set(wanted, key);
      }
    }
  }

  /** The key of a provider from the person, for this run; `undefined` where there is none. */
  async askKey(provider: string): Promise<string | undefined> {
    if (!this.surroundings.canAskForKeys) return undefined;
    const { key = '' } = (await this.ask({ about: 'key', params: { provider } })) as KeyResult;
    const given = key.trim();
    if (given === '') return undefined;
    this.secrets.push(given);
    return given;
  }

  /** The models of the editor, as `vscode:ID`. */
  private editorProvider(): ModelProvider {
    const generate: ModelProvider['generate'] = async (prompt, { model, system }) => {
      const params = { id: model, prompt, ...(system !== undefined && { system }) };
      const { text } = (await this.ask({ about: 'languageModel', params })) as LanguageModelResult;
      return text;
    };
    return {
      name: 'vscode',
      supportedModels: this.surroundings.editorModels.map(({ id }) => id),
      generate,
      async *generateStream(prompt, options) {
        yield await generate(prompt, options);
      },
      // The person's subscription pays.
      getCost: () => 0,
    };
  }

  /** @throws Failure where the editor has no text of the document and the disk has none either. */
  async document(): Promise<ParsedDocument> {
    const parsed = await this.parsed();
    if (parsed !== undefined) return parsed;
    const message = `${this.surroundings.file} is not open, and there is no such file.`;
    throw new Failure(message, { code: 'file/missing' });
  }
}

/** Keys of the two built-in providers have a place of their own; those of others stand with their provider. */
function withKeys(config: AgenticSynthOptions, keys: ReadonlyMap<string, string>): AgenticSynthOptions {
  let result = config;
  for (const [provider, key] of keys) {
    if (provider === 'gemini' || provider === 'openRouter') {
      result = { ...result, apiKeys: { ...result.apiKeys, [provider]: key } };
    } else {
      const providers = result.models?.providers ?? {};
      const named = { ...providers, [provider]: { ...providers[provider], apiKey: key } };
      result = { ...result, models: { ...result.models, providers: named } };
    }
  }
  return result;
}

/** Providers whose key would do, the likeliest first. */
async function providersOf(synth: AgenticSynth, model: string | undefined): Promise<string[]> {
  const listed = (await synth.listModels()).filter(({ key }) => key.needed && !key.present);
  const named = listed.filter(
    ({ id, provider, aliases }) =>
      model === undefined || model === id || model === `${provider}:${id}` || aliases.includes(model),
  );
  const of = (choices: typeof listed): string[] => [...new Set(choices.map(({ provider }) => provider))];
  if (model === undefined || named.length > 0) return of(named);
  const prefix = of(listed).find((provider) => model.startsWith(`${provider}:`));
  return prefix === undefined ? of(listed) : [prefix];
}
