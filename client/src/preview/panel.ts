import * as vscode from 'vscode';
import {
  type EstimateResult,
  type FailureData,
  type ModelsResult,
  type PreviewResult,
  REQUESTS,
} from '../../../server/src/messages.js';
import type { Services } from '../services.js';
import { estimateText } from './estimate.js';
import { pageFolder, pageHtml } from './html.js';
import { type FromPage, fromPage, type Rows, type ToPage } from './messages.js';
import type { PreviewSettings, RememberedSettings } from './settings.js';

/** Type of the panel, by which the editor restores it. */
export const VIEW = 'agentic-synth.preview';

/** Pause in typing after which new rows are drawn, in milliseconds. */
const PAUSE = 60;

/** The preview of one document. */
export class PreviewPanel {
  readonly #subscriptions: vscode.Disposable[] = [];
  #settings: PreviewSettings;
  #models: ModelsResult['models'] = [];
  #estimate = '';
  /** What the page shows: said again when it is loaded again. */
  #shown: Rows | undefined;
  #trouble: ToPage | undefined;
  #table: string | undefined;
  /** The page has loaded and listens. */
  #listening = false;
  #outdated = true;
  #running: vscode.CancellationTokenSource | undefined;
  #estimating: vscode.CancellationTokenSource | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private uri: vscode.Uri,
    private readonly services: Services,
    private readonly remembered: RememberedSettings,
  ) {
    this.#settings = remembered.of(uri);
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(services.context)] };
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message) => this.#received(message)),
      panel.onDidChangeViewState(() => this.#seen()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#tellSettings();
        void this.#askModels();
        this.refresh();
      }),
    );
    panel.onDidDispose(() => this.#disposed());
    this.#load();
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  get document(): vscode.Uri {
    return this.uri;
  }

  /** The document has another name. */
  moved(uri: vscode.Uri): void {
    const settings = this.#settings;
    void this.remembered.set(this.uri, undefined);
    this.uri = uri;
    void this.remembered.set(uri, settings);
    this.#load();
    this.refresh();
  }

  reveal(table?: string): void {
    this.panel.reveal(undefined, true);
    if (table === undefined) return;
    this.#table = table;
    this.#post({ type: 'showTable', table });
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Draws anew once nothing has changed for a moment. */
  changed(): void {
    const since = Date.now();
    clearTimeout(this.#timer);
    // What runs would be out of date.
    this.#running?.cancel();
    this.#timer = setTimeout(() => this.refresh(since), PAUSE);
  }

  refresh(since = Date.now()): void {
    this.#outdated = true;
    if (this.panel.visible && this.#listening) void this.#draw(since);
  }

  #load(): void {
    this.#listening = false;
    this.panel.title = vscode.l10n.t('Preview {0}', this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1));
    this.panel.webview.html = pageHtml(this.panel.webview, this.services.context, { uri: this.uri.toString() });
  }

  #seen(): void {
    // A hidden page is unloaded, and says `ready` when it is back.
    if (!this.panel.visible) this.#listening = false;
  }

  #received(message: unknown): void {
    const { success, data, error } = fromPage.safeParse(message);
    if (!success) return this.services.log.warn(`The preview's page sent what it should not: ${error.message}`);
    this.#do(data).catch((failure: unknown) => this.services.log.error(`Preview: ${textOf(failure)}`));
  }

  async #do(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#ready();
      case 'setRows':
        return this.#set({ ...this.#settings, rows: message.rows });
      case 'setSeed': {
        const { seed: _, ...others } = this.#settings;
        return this.#set(message.seed === undefined ? others : { ...others, seed: message.seed });
      }
      case 'setModel': {
        const { model: _, ...others } = this.#settings;
        return this.#set(message.model === undefined ? others : { ...others, model: message.model });
      }
      case 'ask':
        return this.#draw(Date.now(), this.#settings.model);
      case 'stop':
        this.#running?.cancel();
        return this.#draw(Date.now());
      case 'trust':
        return void (await vscode.commands.executeCommand('workbench.trust.manage'));
      case 'showProblem': {
        const { start, end } = message.range;
        const uri = message.uri === '' ? this.uri : vscode.Uri.parse(message.uri, true);
        return this.#show(uri, new vscode.Range(start.line, start.character, end.line, end.character));
      }
      case 'showField':
        return this.#show(this.uri, new vscode.Range(message.line, 0, message.line, 0));
      case 'copy':
        return void (await vscode.env.clipboard.writeText(message.text));
      case 'generate': {
        const { seed, model } = this.#settings;
        const uri = this.uri.toString();
        return void (await vscode.commands.executeCommand('agentic-synth.generate', { uri, seed, model }));
      }
      case 'error':
        return this.services.log.error(`The preview's page failed: ${message.message}`);
    }
  }

  async #ready(): Promise<void> {
    this.#listening = true;
    this.#tellSettings();
    if (this.#shown !== undefined) {
      const { since: _, ...shown } = this.#shown;
      this.#post(shown);
    }
    if (this.#trouble !== undefined) this.#post(this.#trouble);
    if (this.#table !== undefined) this.#post({ type: 'showTable', table: this.#table });
    await Promise.all([this.#outdated ? this.#draw(Date.now()) : undefined, this.#askModels()]);
  }

  async #set(settings: PreviewSettings): Promise<void> {
    const drawn = ({ rows, seed }: PreviewSettings): string => `${rows} ${seed}`;
    const same = drawn(settings) === drawn(this.#settings);
    this.#settings = settings;
    await this.remembered.set(this.uri, settings);
    this.#estimate = '';
    this.#tellSettings();
    // A model is asked only when the person says so.
    await Promise.all([same ? undefined : this.#draw(Date.now()), this.#askEstimate()]);
  }

  /** @param model only where the person has asked for its texts */
  async #draw(since: number, model?: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.cancel();
    if (!vscode.workspace.isTrusted) return;
    const running = new vscode.CancellationTokenSource();
    this.#running = running;
    this.#post({ type: 'busy', asking: model !== undefined });
    const { rows, seed } = this.#settings;
    const params = { uri: this.uri.toString(), rows, seed, model };
    try {
      const { token } = running;
      const result = await this.services.server.request<PreviewResult>(REQUESTS.preview, params, { token });
      if (this.#running !== running || token.isCancellationRequested) return;
      this.#outdated = false;
      this.#answer(result, since, model);
    } catch (error) {
      if (this.#running !== running || running.token.isCancellationRequested) return;
      this.#outdated = false;
      this.#fail(error);
    } finally {
      running.dispose();
      if (this.#running === running) this.#running = undefined;
    }
  }

  #answer({ version: _, ...result }: PreviewResult, since: number, model: string | undefined): void {
    if (result.tables.length === 0 && result.problems.some(({ severity }) => severity === 'error')) {
      this.#tellTrouble({ type: 'problems', problems: [...result.problems] });
      return;
    }
    this.#trouble = undefined;
    // Read only here, and not changed by the page, which gets a copy.
    const answer = { type: 'rows', ...result, since, ...(model !== undefined && { model }) } as unknown as Rows;
    this.#shown = answer;
    this.#post(answer);
  }

  #fail(error: unknown): void {
    const { problems } = ((error as { data?: Partial<FailureData> } | null)?.data ?? {}) as Partial<FailureData>;
    if (problems?.length) return this.#tellTrouble({ type: 'problems', problems: [...problems] });
    this.#tellTrouble({ type: 'failed', message: textOf(error) });
  }

  #tellTrouble(trouble: ToPage): void {
    this.#trouble = trouble;
    this.#post(trouble);
  }

  #tellSettings(): void {
    const { rows, seed, model } = this.#settings;
    const models = this.#models.map(({ id, usable }) => ({ id, label: id, usable }));
    // One that was set earlier, and is not configured now.
    if (model !== undefined && !models.some(({ id }) => id === model)) {
      models.push({ id: model, label: model, usable: false });
    }
    this.#post({
      type: 'settings',
      rows,
      ...(seed !== undefined && { seed }),
      ...(model !== undefined && { model }),
      models,
      trusted: vscode.workspace.isTrusted,
      estimate: this.#estimate,
    });
  }

  async #askModels(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    try {
      ({ models: this.#models } = await this.services.server.request<ModelsResult>(REQUESTS.models, null));
      this.#tellSettings();
    } catch (error) {
      this.services.log.warn(`Preview: the list of models: ${textOf(error)}`);
    }
    await this.#askEstimate();
  }

  async #askEstimate(): Promise<void> {
    this.#estimating?.cancel();
    const { model, rows: count } = this.#settings;
    if (model === undefined || !vscode.workspace.isTrusted) return;
    const estimating = new vscode.CancellationTokenSource();
    this.#estimating = estimating;
    try {
      const params = { uri: this.uri.toString(), count, model };
      const { token } = estimating;
      const result = await this.services.server.request<EstimateResult>(REQUESTS.estimate, params, { token });
      if (this.#estimating !== estimating || token.isCancellationRequested) return;
      this.#estimate = estimateText(result);
    } catch (error) {
      if (this.#estimating !== estimating || estimating.token.isCancellationRequested) return;
      this.#estimate = textOf(error);
    } finally {
      estimating.dispose();
    }
    this.#tellSettings();
  }

  async #show(uri: vscode.Uri, selection: vscode.Range): Promise<void> {
    const beside = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    const viewColumn = beside?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(uri, { selection, viewColumn });
  }

  #post(message: ToPage): void {
    if (this.#listening) void this.panel.webview.postMessage(message);
  }

  #disposed(): void {
    clearTimeout(this.#timer);
    this.#running?.cancel();
    this.#estimating?.cancel();
    this.#listening = false;
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
