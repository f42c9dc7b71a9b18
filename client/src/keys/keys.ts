import * as vscode from 'vscode';
import type { KeyParams, KeyResult } from '../../../server/src/messages.js';

/** Keys of providers, in the editor's secret storage and nowhere else. */
export class Keys {
  /** Providers that the person gave no key for: not asked for again until a run that the person begins. */
  readonly #refused = new Set<string>();
  readonly #asking = new Map<string, Promise<string | undefined>>();

  constructor(private readonly secrets: vscode.SecretStorage) {}

  async has(provider: string): Promise<boolean> {
    return ((await this.secrets.get(nameOf(provider))) ?? '') !== '';
  }

  async remove(provider: string): Promise<void> {
    await this.secrets.delete(nameOf(provider));
  }

  /**
   * Has the person type a key and keeps it.
   * @returns whether there is one now
   */
  async ask(provider: string): Promise<string | undefined> {
    const name = providerTitle(provider);
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('Key of {0}', name),
      prompt: vscode.l10n.t("It is kept in the editor's secret storage and sent to {0} only.", name),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text.trim() === '' || !/\s/.test(text.trim()) ? undefined : vscode.l10n.t('A key has no spaces.'),
    });
    const typed = key?.trim() ?? '';
    if (typed === '') return undefined;
    await this.secrets.store(nameOf(provider), typed);
    this.#refused.delete(provider);
    return typed;
  }

  /** Answers the server, which asks where a run needs a key: from the storage, else from the person, once. */
  async answer({ provider }: KeyParams): Promise<KeyResult> {
    const kept = await this.secrets.get(nameOf(provider));
    if (kept !== undefined && kept !== '') return { key: kept };
    if (this.#refused.has(provider)) return {};
    const asking = this.#asking.get(provider) ?? this.ask(provider);
    this.#asking.set(provider, asking);
    try {
      const key = await asking;
      if (key !== undefined) return { key };
      this.#refused.add(provider);
      return {};
    } finally {
      this.#asking.delete(provider);
    }
  }

  /** A run begins that may ask the person anew. */
  askAgain(): void {
    this.#refused.clear();
  }
}

/** How people call a provider. */
export function providerTitle(provider: string): string {
  return provider === 'gemini' ? 'Gemini' : provider === 'openRouter' ? 'OpenRouter' : provider;
}

function nameOf(provider: string): string {
  return `agentic-synth.key.${provider}`;
}
