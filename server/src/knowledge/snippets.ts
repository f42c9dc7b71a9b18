import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { choice, hole, type Sketch } from './sketch.js';
import { isMapping, type Surroundings, tablesOf } from './surroundings.js';

interface FieldSnippet {
  readonly label: string;
  readonly detail: string;
  /** Of the field, where it has none yet. */
  readonly name: string;
  readonly value: Sketch;
}

/** Whole fields, at the place of a field's value or among the fields. */
export function fieldSnippets(around: Surroundings, named: boolean): Candidate[] {
  return snippetsFor(around).map(({ label, detail, name, value }): Candidate => ({
    label,
    kind: CompletionItemKind.Snippet,
    detail,
    rank: named ? 4 : 6,
    words: name,
    write: named ? { as: 'entry', key: `$1:${name}`, value } : { as: 'value', value },
  }));
}

function snippetsFor(around: Surroundings): FieldSnippet[] {
  const [parent, key] = parentKey(around);
  const fields = fieldNames(around);
  const text = fields.find((name) => /name/i.test(name)) ?? 'name';
  const first = fields.find((name) => /date|at$|time/i.test(name)) ?? 'createdAt';
  const series = around.table?.type === 'timeseries';
  return [
    {
      label: 'a foreign key',
      detail: `a key of ${parent}`,
      name: `${parent.replace(/s$/, '')}Id`,
      value: { ref: hole(`${parent}.${key}`) },
    },
    { label: 'an id', detail: 'uuid, ordered by time', name: 'id', value: { type: 'uuid', version: 7 } },
    { label: 'a running number', detail: 'sequence', name: 'number', value: { type: 'sequence', start: hole(1) } },
    {
      label: 'an email from the name',
      detail: 'internet.email',
      name: 'email',
      value: { type: 'internet.email', from: hole(text), unique: true },
    },
    {
      label: 'a weighted choice',
      detail: 'enum with weights',
      name: 'status',
      value: { enum: { active: hole(8), paused: hole(1), closed: hole(1) } },
    },
    {
      label: 'a number with a distribution',
      detail: 'normal between bounds',
      name: 'age',
      value: {
        type: choice(['integer', 'number']),
        min: hole(18),
        max: hole(90),
        distribution: { type: 'normal', mean: hole(40), stdDev: hole(12) },
      },
    },
    {
      label: 'a price',
      detail: 'lognormal with two decimals',
      name: 'price',
      value: {
        type: 'number',
        min: hole(1),
        decimals: 2,
        distribution: { type: 'lognormal', mean: hole(25), stdDev: hole(15) },
      },
    },
    {
      label: 'a date in a range',
      detail: 'datetime',
      name: 'createdAt',
      value: { type: choice(['datetime', 'date']), min: hole('now-1y'), max: hole('now') },
    },
    {
      label: 'a date after another',
      detail: 'datetime',
      name: 'updatedAt',
      value: { type: choice(['datetime', 'date']), after: hole(first), within: hole('30d') },
    },
    { label: 'a computed value', detail: 'expr', name: 'total', value: { expr: hole('1 + 1') } },
    {
      label: 'a text with other fields in it',
      detail: 'template',
      name: 'label',
      value: { template: hole('No. {{_row}}') },
    },
    {
      label: 'a text that matches a pattern',
      detail: 'regular expression',
      name: 'code',
      value: { pattern: hole('[A-Z]{3}-\\d{4}') },
    },
    {
      label: 'a list',
      detail: 'array',
      name: 'tags',
      value: { type: 'array', items: hole('word'), length: { min: hole(1), max: hole(5) } },
    },
    {
      label: 'an object',
      detail: 'fields within a field',
      name: 'address',
      value: { fields: { street: 'streetAddress', city: 'city', country: 'country' } },
    },
    {
      label: 'a text that a model writes',
      detail: 'prompt',
      name: 'review',
      value: { prompt: hole('A short review.'), length: { max: hole(300) } },
    },
    ...(series ? SIGNALS : []),
  ];
}

const SIGNALS: readonly FieldSnippet[] = [
  {
    label: 'a time series with daily season',
    detail: 'number that moves over time',
    name: 'value',
    value: {
      type: 'number',
      base: hole(20),
      seasonality: [{ period: '1d', amplitude: hole(5), peak: hole('15h') }],
      noise: { type: 'ar', coefficients: [hole(0.8)], stdDev: hole(0.5) },
    },
  },
  {
    label: 'a time series with trend',
    detail: 'number that moves over time',
    name: 'value',
    value: {
      type: 'number',
      base: hole(100),
      trend: { type: 'linear', slope: hole('0.1/d') },
      noise: { type: 'white', stdDev: hole(1) },
    },
  },
  {
    label: 'states that take turns',
    detail: 'Markov chain',
    name: 'state',
    value: {
      enum: ['up', 'down'],
      transitions: { up: { up: hole(0.99), down: hole(0.01) }, down: { up: hole(0.2), down: hole(0.8) } },
    },
  },
];

/** A table to refer to, and its key: of the first other table. */
function parentKey(around: Surroundings): readonly [table: string, key: string] {
  const tables = isMapping(around.value) && isMapping(around.value.tables) ? tablesOf(around.value) : [];
  const others = tables.filter(([, table]) => table !== around.table);
  const [name, table] = others.find(([, other]) => isMapping(other.fields)) ?? ['users', {}];
  const fields = isMapping(table.fields) ? Object.entries(table.fields) : [];
  const isKey = ([, field]: readonly [string, unknown]): boolean =>
    /^(?:uuid|sequence)\b/.test(String(isMapping(field) ? field.type : field));
  return [name, (fields.find(isKey) ?? ['id'])[0]];
}

function fieldNames(around: Surroundings): string[] {
  const fields = around.table?.fields ?? around.value;
  return isMapping(fields) ? Object.keys(fields) : [];
}

/** A table, where tables are named. */
export function tableSnippets(around: Surroundings): Candidate[] {
  const [parent] = tablesOf(around.value);
  const structured: Sketch = { count: hole(1000), fields: { id: 'uuid', name: hole('person.fullName') } };
  const child: Sketch = {
    count: { per: hole(parent?.[0] ?? 'users'), min: hole(0), max: hole(10) },
    fields: {
      id: 'sequence',
      [`${(parent?.[0] ?? 'users').replace(/s$/, '')}Id`]: { ref: hole(`${parent?.[0] ?? 'users'}.id`) },
    },
  };
  const make = (label: string, name: string, value: Sketch): Candidate => ({
    label,
    kind: CompletionItemKind.Snippet,
    rank: 4,
    words: name,
    write: { as: 'entry', key: `$1:${name}`, value },
  });
  return [
    make('a table', 'users', structured),
    make('a table of children', 'orders', child),
    make('a table of a time series', 'readings', TIME_SERIES),
    make('a table of events', 'events', EVENTS),
  ];
}

const TIME_SERIES: Sketch = {
  type: 'timeseries',
  interval: hole('1m'),
  duration: hole('7d'),
  fields: { timestamp: 'datetime', value: SIGNALS[0].value },
};
const EVENTS: Sketch = {
  type: 'events',
  rate: hole('10/m'),
  duration: hole('1d'),
  events: { view: { weight: hole(6) }, click: { weight: hole(2) } },
  fields: { id: { type: 'uuid', version: 7 }, timestamp: 'datetime' },
};

/** Whole documents, for an empty file. */
export function documentSnippets(): Candidate[] {
  const make = (label: string, detail: string, entries: Sketch): Candidate => ({
    label,
    detail,
    kind: CompletionItemKind.Snippet,
    rank: 0,
    write: { as: 'entries', entries },
  });
  return [
    make('one table', 'a whole schema', {
      name: hole('users'),
      seed: hole(42),
      count: hole(1000),
      fields: { id: 'uuid', name: 'person.fullName', email: { type: 'internet.email', from: 'name', unique: true } },
    }),
    make('tables that refer to each other', 'a whole schema', {
      name: hole('shop'),
      seed: hole(42),
      tables: {
        users: { count: hole(1000), fields: { id: 'uuid', name: 'person.fullName' } },
        orders: {
          count: { per: 'users', min: hole(0), max: hole(10) },
          fields: { id: 'sequence', userId: { ref: 'users.id' } },
        },
      },
    }),
    make('a time series', 'a whole schema', TIME_SERIES),
    make('a stream of events', 'a whole schema', EVENTS),
    make('fields only', 'the shortest whole schema', {
      id: 'uuid',
      name: hole('person.fullName'),
      email: hole('email'),
    }),
  ];
}
