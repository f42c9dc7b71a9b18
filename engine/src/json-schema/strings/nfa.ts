import type { CodePoints } from '../../fields/pattern-classes.js';
import { ANY, WORD } from './characters.js';
import { TooLarge } from './dfa.js';
import { EMPTY, type Expression } from './syntax.js';

/** A state of a nondeterministic automaton; numbers are of the states that follow. */
export type NfaState =
  | { readonly type: 'move'; readonly points: CodePoints; readonly to: number }
  | { readonly type: 'split'; readonly to: readonly number[] }
  /** Goes on where what stands before does, or does not, fulfil left condition number `left`. */
  | { readonly type: 'left'; readonly left: number; readonly negated: boolean; readonly to: number }
  /** Goes on and has what follows fulfil condition number `ahead`. */
  | { readonly type: 'ahead'; readonly ahead: number; readonly to: number }
  | { readonly type: 'accept' };

/** A condition on what stands before a place: nothing, a word character, or a text that ends there. */
export type Left =
  { readonly type: 'start' } | { readonly type: 'word' } | { readonly type: 'behind'; readonly body: Expression };

/** A condition on what follows a place. */
export interface Ahead {
  /** Where its own automaton begins. */
  readonly start: number;
  readonly negated: boolean;
}

const MOST_NFA_STATES = 200_000;
const ANYTHING: Expression = { type: 'set', points: ANY };
const WORD_CHARACTER: Expression = { type: 'set', points: WORD };

/** Something that no automaton expresses. */
export class Inexpressible extends Error {}

/** How much of a text an expression has to match. */
export type Extent = 'found' | 'whole' | 'to the end';

/** Thompson's construction from the end to the start, with conditions on both sides of a place. */
export class Nfa {
  readonly states: NfaState[] = [];
  readonly lefts: Left[] = [];
  readonly aheads: Ahead[] = [];
  readonly start: number;
  /** References back were read as any text of their group, or not checked. */
  approximate = false;

  constructor(
    root: Expression,
    extent: Extent,
    private readonly bodies: ReadonlyMap<number, Expression>,
  ) {
    const end = this.add({ type: 'accept' });
    const after = extent === 'found' ? this.loop(ANYTHING, end) : end;
    const begin = this.build(root, after);
    this.start = extent === 'whole' ? begin : this.loop(ANYTHING, begin);
  }

  private add(state: NfaState): number {
    if (this.states.length >= MOST_NFA_STATES) throw new TooLarge();
    return this.states.push(state) - 1;
  }

  private loop(body: Expression, next: number): number {
    const to: number[] = [];
    const at = this.add({ type: 'split', to });
    to.push(this.build(body, at), next);
    return at;
  }

  private build(node: Expression, next: number): number {
    switch (node.type) {
      case 'set':
        return this.add({ type: 'move', points: node.points, to: next });
      case 'sequence':
        return node.items.reduceRight((at, item) => this.build(item, at), next);
      case 'choice':
        return this.add({ type: 'split', to: node.options.map((option) => this.build(option, next)) });
      case 'repeat': {
        const { body, min, max } = node;
        let at = next;
        if (max === Infinity) at = this.loop(body, next);
        else for (let k = min; k < max; k++) at = this.add({ type: 'split', to: [this.build(body, at), next] });
        for (let k = 0; k < min; k++) at = this.build(body, at);
        return at;
      }
      case 'group':
        return this.build(node.body, next);
      case 'reference': {
        this.approximate = true;
        const body = this.bodies.get(node.index);
        // What the group did not match, or not yet, refers to the empty text.
        return this.add({ type: 'split', to: body === undefined ? [next] : [this.build(bare(body), next), next] });
      }
      case 'start':
        return this.add({ type: 'left', left: this.left({ type: 'start' }), negated: false, to: next });
      case 'end':
        return this.ahead(ANYTHING, true, next);
      case 'boundary': {
        const left = this.left({ type: 'word' });
        return this.add({
          type: 'split',
          to: [
            this.add({ type: 'left', left, negated: false, to: this.ahead(WORD_CHARACTER, !node.negated, next) }),
            this.add({ type: 'left', left, negated: true, to: this.ahead(WORD_CHARACTER, node.negated, next) }),
          ],
        });
      }
      case 'look': {
        if (node.negated && hasReference(node.body)) {
          this.approximate = true;
          return next;
        }
        if (!node.behind) return this.ahead(node.body, node.negated, next);
        const left = this.left({ type: 'behind', body: node.body });
        return this.add({ type: 'left', left, negated: node.negated, to: next });
      }
    }
  }

  private left(left: Left): number {
    const found = this.lefts.findIndex(
      (l) => l.type === left.type && (l.type !== 'behind' || (left.type === 'behind' && l.body === left.body)),
    );
    return found >= 0 ? found : this.lefts.push(left) - 1;
  }

  private readonly aheadNumbers = new Map<Expression, [number | undefined, number | undefined]>();

  private ahead(body: Expression, negated: boolean, to: number): number {
    let known = this.aheadNumbers.get(body);
    if (known === undefined) this.aheadNumbers.set(body, (known = [undefined, undefined]));
    let number = known[negated ? 1 : 0];
    if (number === undefined) {
      const end = this.loop(ANYTHING, this.add({ type: 'accept' }));
      // Conditions within the body are numbered before it, so that they are determined first.
      const start = this.build(body, end);
      number = this.aheads.push({ start, negated }) - 1;
      known[negated ? 1 : 0] = number;
    }
    return this.add({ type: 'ahead', ahead: number, to });
  }
}

/** An expression without what depends on the place, and with anything for references back. */
function bare(node: Expression): Expression {
  switch (node.type) {
    case 'set':
      return node;
    case 'sequence':
      return { type: 'sequence', items: node.items.map(bare) };
    case 'choice':
      return { type: 'choice', options: node.options.map(bare) };
    case 'repeat':
      return { ...node, body: bare(node.body) };
    case 'group':
      return bare(node.body);
    case 'reference':
      return { type: 'repeat', body: ANYTHING, min: 0, max: Infinity };
    default:
      return EMPTY;
  }
}

export function hasReference(node: Expression): boolean {
  switch (node.type) {
    case 'reference':
      return true;
    case 'sequence':
      return node.items.some(hasReference);
    case 'choice':
      return node.options.some(hasReference);
    case 'repeat':
    case 'group':
    case 'look':
      return hasReference(node.body);
    default:
      return false;
  }
}

/** Every set of characters that an automaton of these expressions moves by. */
export function setsOf(node: Expression, into: CodePoints[]): CodePoints[] {
  switch (node.type) {
    case 'set':
      into.push(node.points);
      break;
    case 'boundary':
      into.push(WORD);
      break;
    case 'sequence':
      for (const item of node.items) setsOf(item, into);
      break;
    case 'choice':
      for (const option of node.options) setsOf(option, into);
      break;
    case 'repeat':
    case 'group':
    case 'look':
      setsOf(node.body, into);
      break;
    default:
  }
  return into;
}
