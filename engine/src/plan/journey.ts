import { type Journey, meanLength } from '../events/sessions.js';
import { CumulativeTable } from '../random/alias.js';
import { compileDistribution, type Quantile } from '../random/distribution.js';
import type { CommonSpec, Distribution, Located, RefSpec } from '../schema/model.js';
import type { EventsModel, SessionsModel } from '../schema/model-series.js';
import { END } from '../schema/read-series.js';
import { declareAlias, identityOf } from './references.js';
import type { EventRows } from './event-space.js';
import { addressesOf } from './rows.js';
import { type Site, streamAt } from './site.js';
import { keysOf } from './compilation.js';

export interface CompiledJourney extends Journey {
  /** Mean number of events of a session. */
  readonly length: number;
}

/** Compiles the state machine of sessions; one that never ends is reported. */
export function journeyOf(site: Site, { types }: EventsModel, sessions: SessionsModel): CompiledJourney | undefined {
  const names = types.map(({ name }) => name);
  const weights = (map: ReadonlyMap<string, number> | undefined, ends: boolean): number[] =>
    [...names, ...(ends ? [END] : [])].map((name) => map?.get(name) ?? 0);
  const first = weights(sessions.first, false);
  const next = names.map((name) => {
    const row = weights(sessions.next.get(name), true);
    return row.some((weight) => weight > 0) ? row : undefined;
  });
  const length = meanLength(
    shares(first),
    next.map((row) => (row === undefined ? [] : shares(row).slice(0, names.length))),
  );
  if (length === Infinity) {
    site.compilation.report({
      code: 'sessions/never-end',
      severity: 'error',
      message: `some sessions never end: give each event a way to \`${END}\`, directly or through others.`,
      pointer: `${sessions.pointer}/next`,
    });
    return undefined;
  }
  return {
    length,
    first: new CumulativeTable(first),
    next: next.map((row) => row && new CumulativeTable(row)),
    dwell: types.map((type) => dwell(type.dwell ?? sessions.dwell)),
  };
}

function shares(weights: readonly number[]): number[] {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => (sum > 0 ? weight / sum : 0));
}

function dwell(distribution: Distribution): Quantile {
  return compileDistribution(distribution, { min: 0 });
}

/** Opens the alias of the table whose rows have the sessions: all events of a session belong to the same row. */
export function followSession(site: Site, per: Located): void {
  const parent = site.tables.byName.get(per.text);
  if (parent === site.scope.table) {
    const message = 'sessions belong to rows of another table, not of this one.';
    site.compilation.report({ code: 'ref/self', severity: 'error', message, pointer: per.pointer });
    return;
  }
  if (parent === undefined) {
    const known = [...site.tables.byName.keys()].filter((name) => name !== site.scope.table.name);
    site.compilation.report({
      code: 'ref/dangling',
      severity: 'error',
      message: `there is no table \`${per.text}\` whose rows could have sessions.${known.length > 0 ? ` Tables here: ${known.join(', ')}.` : ''}`,
      pointer: per.pointer,
    });
    return;
  }
  const [key = parent.model.fields[0]?.name ?? ''] = keysOf(parent);
  const spec: RefSpec & CommonSpec = {
    kind: 'ref',
    ref: { text: `${per.text}.${key}`, pointer: per.pointer },
    pointer: per.pointer,
    key: per.text,
    nullable: 0,
    optional: 0,
    unique: false,
  };
  declareAlias(site, spec);
  const alias = site.scope.aliases.get(per.text);
  if (alias === undefined) return;
  alias.uses.clear();
  const stream = streamAt(site, '', `@${identityOf(parent)}`);
  alias.choose = (rows) => {
    const { sessions } = rows as unknown as EventRows;
    const chosen = new Float64Array(rows.length);
    stream.integers(addressesOf(sessions!), 0, alias.choices(), chosen);
    return chosen;
  };
}
