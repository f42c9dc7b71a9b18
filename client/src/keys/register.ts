import * as vscode from 'vscode';
import { type KeysResult, REQUESTS, type TestKeyParams, type TestKeyResult } from '../../../server/src/messages.js';
import { showFailure } from '../failures.js';
import type { Services } from '../services.js';
import { type Keys, providerTitle } from './keys.js';

type Provider = KeysResult['providers'][number];

interface ProviderItem extends vscode.QuickPickItem {
  readonly provider: string;
}

/** Commands that set, test and remove keys. Each takes the name of a provider, or asks for one. */
export function registerKeys(services: Services, keys: Keys): void {
  const { context, server, log } = services;
  context.subscriptions.push(
    vscode.commands.registerCommand('agentic-synth.manageKeys', manage),
    vscode.commands.registerCommand('agentic-synth.setKey', set),
    vscode.commands.registerCommand('agentic-synth.testKey', test),
    vscode.commands.registerCommand('agentic-synth.removeKey', remove),
  );

  async function manage(): Promise<void> {
    const provider = await pickProvider(vscode.l10n.t('Keys of model providers'), () => true);
    if (provider === undefined) return;
    const kept = await keys.has(provider);
    const actions = [
      { label: kept ? vscode.l10n.t('Replace the key…') : vscode.l10n.t('Set a key…'), go: set },
      {
        label: vscode.l10n.t('Test the key'),
        description: vscode.l10n.t('asks {0} once', providerTitle(provider)),
        go: test,
      },
      ...(kept ? [{ label: vscode.l10n.t('Remove the key'), go: remove }] : []),
    ];
    const chosen = await vscode.window.showQuickPick(actions, { title: providerTitle(provider) });
    await chosen?.go(provider);
  }

  async function set(given?: unknown): Promise<boolean> {
    const provider = nameGiven(given) ?? (await pickProvider(vscode.l10n.t('Whose key?'), () => true));
    if (provider === undefined || (await keys.ask(provider)) === undefined) return false;
    log.info(vscode.l10n.t('A key of {0} was set.', providerTitle(provider)));
    const again = vscode.l10n.t('Test');
    const text = vscode.l10n.t('The key of {0} is kept in the secret storage.', providerTitle(provider));
    offer(vscode.window.showInformationMessage(text, again), () => test(provider));
    return true;
  }

  async function test(given?: unknown): Promise<boolean> {
    const provider = nameGiven(given) ?? (await pickProvider(vscode.l10n.t('Which key is to be tested?'), () => true));
    if (provider === undefined) return false;
    const name = providerTitle(provider);
    try {
      keys.askAgain();
      const params: TestKeyParams = { provider, fromClient: await keys.has(provider) };
      const title = vscode.l10n.t('Testing the key of {0}', name);
      const { ok, message = '' } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, cancellable: true, title },
        (_, token) => server.request<TestKeyResult>(REQUESTS.testKey, params, { token }),
      );
      if (ok) void vscode.window.showInformationMessage(vscode.l10n.t('{0} takes the key.', name));
      else {
        log.warn(`${name}: ${message}`);
        const replace = vscode.l10n.t('Set Key…');
        const text = vscode.l10n.t('{0} does not take the key: {1}', name, message);
        offer(vscode.window.showErrorMessage(text, replace), () => set(provider));
      }
      return ok;
    } catch (error) {
      void showFailure(services, vscode.l10n.t('Testing the key of {0}', name), error);
      return false;
    }
  }

  async function remove(given?: unknown): Promise<boolean> {
    const title = vscode.l10n.t('Which key is to be removed?');
    const provider = nameGiven(given) ?? (await pickProvider(title, (kept) => kept));
    if (provider === undefined || !(await keys.has(provider))) return false;
    await keys.remove(provider);
    log.info(vscode.l10n.t('The key of {0} was removed.', providerTitle(provider)));
    void vscode.window.showInformationMessage(vscode.l10n.t('The key of {0} was removed.', providerTitle(provider)));
    return true;
  }

  async function pickProvider(title: string, wanted: (kept: boolean) => boolean): Promise<string | undefined> {
    const items: ProviderItem[] = [];
    for (const provider of await providers()) {
      const kept = await keys.has(provider.provider);
      if (!wanted(kept)) continue;
      items.push({
        label: providerTitle(provider.provider),
        description: sourceText(provider, kept),
        provider: provider.provider,
      });
    }
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The editor keeps no key.'));
      return undefined;
    }
    return (await vscode.window.showQuickPick(items, { title }))?.provider;
  }

  /** Those that are configured too; in a workspace that is not trusted, the built-in ones. */
  async function providers(): Promise<readonly Provider[]> {
    try {
      return (await server.request<KeysResult>(REQUESTS.keys, null)).providers;
    } catch (error) {
      log.debug(String(error));
      return [
        { provider: 'gemini', needed: true, variable: 'GEMINI_API_KEY' },
        { provider: 'openRouter', needed: true, variable: 'OPENROUTER_API_KEY' },
      ];
    }
  }
}

/** Does what a message offers, if it is taken; nobody waits for that. */
function offer(shown: PromiseLike<string | undefined>, go: () => Promise<boolean>): void {
  void shown.then((chosen) => (chosen === undefined ? false : go()));
}

/** Where a key comes from; never any part of it. */
function sourceText({ from, needed, variable }: Provider, kept: boolean): string {
  const sources = [
    ...(from === 'environment' ? [vscode.l10n.t('from the environment')] : []),
    ...(from === 'configuration' ? [vscode.l10n.t('from the configuration')] : []),
    ...(from === 'keychain' ? [vscode.l10n.t('from the keychain')] : []),
    ...(kept ? [from ? vscode.l10n.t('another one kept here, not used') : vscode.l10n.t('kept here')] : []),
  ];
  if (sources.length > 0) return sources.join(', ');
  return needed ? vscode.l10n.t('none; {0} is not set', variable) : vscode.l10n.t('none; it may need none');
}

function nameGiven(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  const { provider } = (given ?? {}) as { readonly provider?: unknown };
  return typeof provider === 'string' ? provider : undefined;
}
