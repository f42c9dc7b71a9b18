import * as vscode from 'vscode';
import type { EstimateResult } from '../../../server/src/messages.js';

/** What a run with a model would take, in words. */
export function estimateText({ model }: EstimateResult): string {
  if (model === undefined) return vscode.l10n.t('Nothing to ask a model');
  const number = new Intl.NumberFormat(vscode.env.language);
  const calls = vscode.l10n.t('{0} calls, {1} tokens', number.format(model.calls), number.format(model.tokens));
  if (model.cost === null) return vscode.l10n.t('{0}, price not known', calls);
  if (model.cost === 0) return vscode.l10n.t('{0}, free', calls);
  const digits = model.cost < 0.01 ? 4 : 2;
  const dollars = new Intl.NumberFormat(vscode.env.language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return vscode.l10n.t('{0}, about {1}', calls, dollars.format(Math.max(model.cost, 0.0001)));
}
