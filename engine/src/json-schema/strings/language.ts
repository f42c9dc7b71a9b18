import { alphabetOf, type Alphabet } from './alphabet.js';
import { ANY } from './characters.js';
import { determine } from './determine.js';
import { complementOf, intersection, isEmpty, type MinimalDfa } from './dfa.js';
import { setsOf, type Extent } from './nfa.js';
import type { ParsedExpression } from './syntax.js';

/** Something that a text has to match, or must not. */
export interface Constraint {
  /** How a message calls it. */
  readonly name: string;
  readonly parsed: ParsedExpression;
  readonly extent: Extent;
  readonly negated: boolean;
}

/** The texts that fulfil all of some constraints. */
export interface Language {
  readonly dfa: MinimalDfa;
  readonly alphabet: Alphabet;
  /** References back were not checked: some texts do not fulfil all constraints, none that does is missing. */
  readonly approximate: boolean;
}

/** Characters beyond the basic plane are two to an expression read without the `u` flag. */
const BASIC_PLANE = [0, 0xd7ff, 0xe000, 0xffff];

/** @throws TooLarge, Inexpressible */
export function languageOf(constraints: readonly Constraint[]): Language {
  const universe = constraints.some((c) => c.parsed.legacy) ? BASIC_PLANE : ANY;
  const sets = constraints.flatMap((c) => setsOf(c.parsed.root, []));
  const alphabet = alphabetOf(sets, universe);
  let approximate = false;
  const dfas: MinimalDfa[] = [];
  for (const { parsed, extent, negated } of constraints) {
    const made = determine(parsed, extent, alphabet);
    approximate ||= made.approximate;
    // The complement of too many texts would be too few.
    if (negated && made.approximate) continue;
    dfas.push(negated ? complementOf(made.dfa) : made.dfa);
  }
  dfas.sort((a, b) => a.accepts.length - b.accepts.length);
  let dfa = dfas.pop() ?? everything(alphabet);
  for (let next = dfas.shift(); next !== undefined && !isEmpty(dfa); next = dfas.shift()) dfa = intersection(dfa, next);
  return { dfa, alphabet, approximate };
}

function everything({ letters }: Alphabet): MinimalDfa {
  return {
    letters: letters.length,
    next: new Int32Array(letters.length),
    accepts: Uint8Array.of(1),
    starts: Int32Array.of(0),
    dead: -1,
    universal: 0,
  };
}

/** The first constraints that contradict one another: one, two, or all. */
export function culprits(constraints: readonly Constraint[]): readonly Constraint[] {
  for (const one of constraints) if (isEmpty(languageOf([one]).dfa)) return [one];
  for (const [k, one] of constraints.entries()) {
    for (const other of constraints.slice(0, k)) if (isEmpty(languageOf([other, one]).dfa)) return [other, one];
  }
  return constraints;
}
