import type { Logger } from '../logger.js';
import type { ModelTotals } from '../models/report.js';
import { dollars } from '../models/price.js';
import type { ModelRows, WrittenBy } from '../models/row-report.js';
import type { ModelsReport } from '../models/session.js';
import { formatNumber } from './progress.js';

/** What models did in a run, for a person: a line for each model, then what came of it and what it cost. */
export function modelReportLines({ models, rows }: ModelsReport): string[] {
  const wrote = (one: ModelTotals): ModelRows | undefined =>
    rows.models.find(({ provider, model }) => provider === one.provider && model === one.model);
  const asked = models.models.filter(({ provider }) => provider !== 'local');
  return [
    ...asked.map((one) => totalsLine(one, wrote(one)?.rows ?? 0)),
    ...rows.models.filter(({ replayed }) => replayed > 0).map(replayedLine),
    valuesLine(rows),
    ...Object.entries(rows.duplicates).map(([name, { values, distinct, exact, near }]) => {
      return `  ${name}: ${share(distinct, values)} different (${exact} the same, ${near} nearly the same as another)`;
    }),
    ...(asked.length > 0 ? [costLine(models)] : []),
  ];
}

function totalsLine(totals: ModelTotals, values: number): string {
  const { provider, model, requested, calls, cached, attempts, failures, inputTokens, outputTokens, cost } = totals;
  const names = requested.filter((name) => name !== model && name !== 'auto');
  const failed = Object.entries(failures).map(([code, times]) => `${times} × ${code}`);
  const parts = [
    `${count(calls, 'call')}${cached > 0 ? ` (${formatNumber(cached)} from the cache)` : ''}`,
    `${formatNumber(inputTokens)} tokens in, ${formatNumber(outputTokens)} out`,
    Number.isNaN(cost) ? 'at a price that is not known' : dollars(cost),
    count(values, 'value'),
    ...(failed.length > 0 ? [`of ${count(attempts, 'attempt')} failed ${failed.join(', ')}`] : []),
  ];
  return `${provider}:${model}${names.length > 0 ? ` (asked for as ${names.join(', ')})` : ''}: ${parts.join(', ')}`;
}

function replayedLine({ provider, model, replayed }: ModelRows): string {
  return `${provider}:${model}: ${count(replayed, 'value')} from earlier runs, for nothing`;
}

function valuesLine({
  wanted,
  written,
  fromJournal,
  reasked,
  repaired,
  coerced,
  refused,
}: ModelsReport['rows']): string {
  const again = Object.entries(refused).map(([reason, times]) => `${times} ${reason}`);
  const parts = [
    `${formatNumber(written)} written`,
    ...(fromJournal > 0 ? [`${formatNumber(fromJournal)} from earlier runs`] : []),
    ...(reasked > 0
      ? [`${formatNumber(reasked)} asked for again${again.length > 0 ? ` (${again.join(', ')})` : ''}`]
      : []),
    ...(repaired + coerced > 0 ? [`${formatNumber(repaired + coerced)} put right`] : []),
  ];
  return `${count(wanted, 'value')}: ${parts.join(', ')}`;
}

function costLine({
  cost,
  unknownCosts,
  uncertain,
  cheapest,
  dearest,
  hitRate,
  budget,
}: ModelsReport['models']): string {
  const known =
    unknownCosts > 0 ? `${dollars(cost)} and ${count(unknownCosts, 'call')} of unknown price` : dollars(cost);
  const perhaps = uncertain > 0 ? ` (up to ${dollars(uncertain)} of it by calls that broke off)` : '';
  const others = dearest > 0 ? `; the cheapest choice ${dollars(cheapest)}, the dearest ${dollars(dearest)}` : '';
  const hits = hitRate > 0 ? `; ${share(hitRate, 1)} of calls from the cache` : '';
  const left = budget === undefined ? '' : `; ${dollars(budget.left)} of the budget is left`;
  return `Cost ${known}${perhaps}${others}${hits}${left}.`;
}

/** Fields in which local text stands in for models. */
export function standIns({ rows }: ModelsReport): string[] {
  const local = rows.writtenBy.filter(({ by }) => by?.provider === 'local');
  return local.map(({ pointer, table, field, written, replayed, ...one }: WrittenBy) => {
    const place = pointer ?? [table, field].filter(Boolean).join('.');
    const where = one.rows === '' ? '' : ` (rows ${one.rows})`;
    return `${count(written + replayed, 'value')} of ${place} are local text, since no model wrote them${where}.`;
  });
}

/** A logger that also tells a person of warnings: once of each kind, whatever comes of it. */
export function tellingLogger(logger: Logger, tell: (message: string) => void): Logger {
  const told = new Set<string>();
  return {
    ...bound(logger),
    warn(message, details) {
      const { provider, model, code } = details ?? {};
      const kind = code === undefined ? message : JSON.stringify([provider, model, code, details?.path]);
      if (!told.has(kind)) tell(message);
      told.add(kind);
      logger.warn(message, details);
    },
  };
}

function bound(logger: Logger): Logger {
  return {
    error: (message, details) => logger.error(message, details),
    warn: (message, details) => logger.warn(message, details),
    info: (message, details) => logger.info(message, details),
    debug: (message, details) => logger.debug(message, details),
    child: (details) => logger.child(details),
  };
}

function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function share(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.floor((part / whole) * 1000) / 10} %`;
}
