import { conforms } from '../schema/conform.js';
import { pointerTo } from '../schema/diagnostic.js';
import { isMapping, type Mapping, nameOf } from '../schema/form.js';
import { TABLE_SHAPES } from '../schema/grammar.js';
import type { DocumentModel, TableModel } from '../schema/model.js';
import { type NormaliseOptions, readHead } from '../schema/normalise.js';
import { unknownProperty } from '../schema/properties.js';
import type { Report } from '../schema/report.js';

/** What `x-synth` at the root says of the data as a whole. */
export interface RootSettings {
  readonly head: Pick<DocumentModel, 'name' | 'seed' | 'now' | 'locale' | 'timezone'>;
  readonly count: number | undefined;
  readonly infer: boolean | undefined;
  readonly table: Pick<TableModel, 'primaryKey' | 'primaryKeyPointer' | 'unique' | 'correlations'>;
}

const HEAD = ['name', 'seed', 'now', 'locale', 'timezone'] as const;
const TABLE = ['count', 'primaryKey', 'unique', 'correlations'] as const;

/** @param pointer of the settings. */
export function readRootSettings(
  value: unknown,
  pointer: string,
  options: NormaliseOptions,
  report: Report,
): RootSettings {
  const written = value === undefined || value === null ? {} : value;
  if (!isMapping(written)) {
    const message = `At the root, "x-synth" is a mapping of settings such as seed and count, not ${nameOf(value)}.`;
    report.error('value/type', pointer, message);
    return readRootSettings(undefined, pointer, options, report);
  }
  const known: readonly string[] = [...HEAD, ...TABLE, 'infer'];
  for (const key of Object.keys(written)) {
    if (!known.includes(key)) unknownProperty(report, key, pointerTo(pointer, key), known, Object.keys(written));
  }
  const head = readHead(pick(written, HEAD), options, report, pointer);
  const good = conforming(written, pointer, report, head);
  const { infer } = written;
  if (infer !== undefined && typeof infer !== 'boolean') {
    report.error('value/type', pointerTo(pointer, 'infer'), `"infer" is true or false, not ${nameOf(infer)}.`);
  }
  return {
    head,
    count: good.count as number | undefined,
    infer: typeof infer === 'boolean' ? infer : undefined,
    table: tableOf(good, pointer),
  };
}

function pick(value: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

/** The settings of the table that conform to the grammar. */
function conforming(value: Mapping, pointer: string, report: Report, head: RootSettings['head']): Mapping {
  const shape: Readonly<Record<string, Parameters<typeof conforms>[0]>> = TABLE_SHAPES.structured();
  const good: Record<string, unknown> = {};
  for (const key of TABLE) {
    if (!Object.hasOwn(value, key)) continue;
    const at = pointerTo(pointer, key);
    if (key === 'count' && isMapping(value.count)) {
      report.error('value/type', at, 'A JSON Schema describes one table, so that "count" is a number of rows.');
    } else if (conforms(shape[key], value[key], at, report, head)) good[key] = value[key];
  }
  return good;
}

function tableOf(good: Mapping, pointer: string): RootSettings['table'] {
  const primaryKey = good.primaryKey as string | readonly string[] | undefined;
  const unique = (good.unique ?? []) as readonly (readonly string[])[];
  const correlations = (good.correlations ?? []) as readonly { fields: readonly string[]; rho: number }[];
  return {
    primaryKey: typeof primaryKey === 'string' ? [primaryKey] : (primaryKey ?? []),
    ...(primaryKey !== undefined && { primaryKeyPointer: pointerTo(pointer, 'primaryKey') }),
    unique: unique.map((fields, i) => ({ fields, pointer: pointerTo(pointer, 'unique', i) })),
    correlations: correlations.map((each, i) => ({ ...each, pointer: pointerTo(pointer, 'correlations', i) })),
  };
}
