import { calendarFunctions } from './calendar-functions.js';
import { conversions } from './conversions.js';
import { overloadsOf, type FunctionOverload, type FunctionSpec } from './signature.js';
import { numberFunctions } from './number-functions.js';
import { stringFunctions } from './string-functions.js';

const SPECS: readonly FunctionSpec[] = [...numberFunctions, ...stringFunctions, ...conversions, ...calendarFunctions];

const OVERLOADS = new Map<string, FunctionOverload[]>();
for (const overload of SPECS.flatMap(overloadsOf)) {
  const known = OVERLOADS.get(overload.name);
  if (known) known.push(overload);
  else OVERLOADS.set(overload.name, [overload]);
}

/** All overloads of a name, functions and methods. */
export function findFunction(name: string): readonly FunctionOverload[] {
  return OVERLOADS.get(name) ?? [];
}

export function functionNames(): Iterable<string> {
  return OVERLOADS.keys();
}

/** What completion and documentation show of a function or macro. */
export interface FunctionDoc {
  /** As it is called. */
  readonly name: string;
  /** One for each choice of arguments. */
  readonly signatures: readonly string[];
  /** One sentence. */
  readonly description: string;
}

const MACROS: readonly FunctionDoc[] = [
  { name: 'has', signatures: ['has(x.field): bool'], description: 'Whether the record has the key at all.' },
  { name: 'all', signatures: ['list.all(i, bool): bool'], description: 'Whether the test holds for every item.' },
  { name: 'exists', signatures: ['list.exists(i, bool): bool'], description: 'Whether the test holds for some item.' },
  {
    name: 'exists_one',
    signatures: ['list.exists_one(i, bool): bool'],
    description: 'Whether it holds for just one item.',
  },
  {
    name: 'map',
    signatures: ['list.map(i, T): list<T>', 'list.map(i, bool, T): list<T>'],
    description: 'A value for each item, or for each item that passes the test.',
  },
  { name: 'filter', signatures: ['list.filter(i, bool): list<T>'], description: 'The items that pass the test.' },
  {
    name: 'bind',
    signatures: ['cel.bind(name, value, T): T'],
    description: 'Gives a value a name within an expression.',
  },
  {
    name: 'coalesce',
    signatures: ['coalesce(T, T, …): T'],
    description: 'The first of its arguments that is not null.',
  },
];

/** How a macro is written, such as `list.map(i, T)`. */
export function macroUsage(name: string): string | undefined {
  return MACROS.find((macro) => macro.name === name)?.signatures[0].replace(/:.*$/, '');
}

/** Every function and macro of the expression language, in alphabetical order. */
export function listFunctions(): FunctionDoc[] {
  const docs = SPECS.flatMap((spec) => {
    const names = new Set(overloadsOf(spec).map((o) => o.name));
    return [...names].map((name) => ({
      name,
      signatures: overloadsOf(spec)
        .filter((o) => o.name === name)
        .map((o) => o.signature),
      description: spec.description,
    }));
  });
  const merged = new Map<string, FunctionDoc>();
  for (const doc of [...docs, ...MACROS]) {
    const known = merged.get(doc.name);
    merged.set(doc.name, known ? { ...known, signatures: [...known.signatures, ...doc.signatures] } : doc);
  }
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
