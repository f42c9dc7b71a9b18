import { Draft, type Choice, type Option, type Reason } from './draft.js';
import type { Expander } from './expand.js';
import { literalKey, type Goal } from './goal.js';
import type { Shape } from './shape.js';

/** Options tried for one goal. */
const STEPS = 4000;
/** Alternatives of one goal. */
const ALTERNATIVES = 256;
/** Ways to fail a schema that are looked for; a few are variety enough. */
const DENIALS = 4;
/** An option that led nowhere so often is not tried again while others are at hand. */
const PATIENCE = 3;

/** Shapes and the share of the goal's values that is theirs. */
export interface Alternative {
  readonly shapes: readonly Shape[];
  readonly share: number;
}

/** Shapes of a draft without choices; none where they are impossible. */
export type Form = (draft: Draft) => readonly Shape[];

/**
 * Alternatives that cover a goal: of every choice each option at least once where some combination with the others is
 * consistent, instead of all combinations. Depth first, options that were not used yet before others, those that cannot
 * hold any more left out, single ones taken at once.
 */
export class Search {
  readonly #expander: Expander;
  readonly #form: Form;
  readonly #used = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  readonly #denied = new Map<string, number>();
  readonly #reasons: Reason[] = [];
  #steps = 0;
  #alternatives = 0;

  constructor(expander: Expander, form: Form) {
    this.#expander = expander;
    this.#form = form;
  }

  run(goal: Goal): { readonly alternatives: readonly Alternative[]; readonly reasons: readonly Reason[] } {
    const draft = new Draft();
    for (const literal of goal.literals) draft.join(literal, '');
    return { alternatives: this.#cover(draft), reasons: this.#reasons };
  }

  /** Alternatives below a draft; their shares add up to 1. */
  #cover(draft: Draft): Alternative[] {
    const choice = this.#next(draft);
    if (choice === undefined) return this.#finish(draft);
    const found: Alternative[][] = [];
    let strong = 0;
    for (const index of this.#order(choice)) {
      const option = choice.options[index]!;
      const key = `${choice.key}#${index}`;
      const spent = this.#steps >= STEPS || this.#alternatives >= ALTERNATIVES;
      const tried = this.#used.has(key) || (this.#failed.get(key) ?? 0) >= PATIENCE;
      const enough = choice.unless !== undefined && (this.#denied.get(choice.key) ?? 0) >= DENIALS;
      if (strong > 0 && (spent || tried || enough)) continue;
      if (!this.#viable(draft, choice, option)) continue;
      if (this.#steps >= STEPS) return this.#finish(draft);
      this.#steps++;
      const below = this.#cover(this.#take(draft, choice, option));
      if (below.some(isStrong)) {
        strong++;
        this.#used.set(key, (this.#used.get(key) ?? 0) + 1);
        if (choice.unless !== undefined) this.#denied.set(choice.key, (this.#denied.get(choice.key) ?? 0) + 1);
      } else this.#failed.set(key, (this.#failed.get(key) ?? 0) + 1);
      if (below.length > 0) found.push(below);
    }
    const groups = strong === 0 ? found : found.filter((group) => group.some(isStrong));
    return groups.flatMap((group) => group.map(({ shapes, share }) => ({ shapes, share: share / groups.length })));
  }

  #finish(draft: Draft): Alternative[] {
    const shapes = draft.dead ? [] : this.#form(draft);
    if (shapes.length > 0) {
      this.#alternatives++;
      return [{ shapes, share: 1 }];
    }
    if (this.#reasons.length < 20) this.#reasons.push(...draft.reasons);
    return [];
  }

  /** Least used first; in order otherwise. */
  #order(choice: Choice): number[] {
    const uses = choice.options.map((_, i) => {
      const key = `${choice.key}#${i}`;
      return (this.#used.get(key) ?? 0) + (this.#failed.get(key) ?? 0) / PATIENCE;
    });
    return uses.map((_, i) => i).sort((a, b) => uses[a]! - uses[b]! || a - b);
  }

  #take(draft: Draft, choice: Choice, option: Option): Draft {
    const child = draft.copy();
    child.choices = draft.choices.filter((other) => other !== choice);
    this.#apply(child, choice, option);
    return child;
  }

  #apply(draft: Draft, choice: Choice, option: Option): void {
    draft.only(option.types, choice.origin);
    if (draft.dead) return;
    option.constrain?.(draft);
    if (draft.dead) return;
    for (const literal of option.literals) {
      draft.join(literal, choice.owner);
      draft.chosen.add(literalKey(literal.at, literal.negated));
    }
  }

  /** Works off what is not to be chosen; the next choice, unless there is none or the draft is dead. */
  #next(draft: Draft): Choice | undefined {
    for (;;) {
      this.#expander.settle(draft);
      if (draft.dead || draft.values !== undefined) return undefined;
      let next: Choice | undefined;
      let single: readonly [Choice, Option] | undefined;
      let narrowed = false;
      const open: Choice[] = [];
      for (const choice of draft.choices) {
        if (this.#settled(draft, choice)) continue;
        open.push(choice);
        if ((draft.types & ~choice.types) !== 0) {
          draft.only(choice.types, choice.origin);
          narrowed = true;
        }
        if (single !== undefined) continue;
        const viable = this.#firstTwo(draft, choice);
        if (viable.length === 0) {
          this.#bury(draft, choice);
          return undefined;
        }
        if (viable.length === 1) single = [choice, viable[0]!];
        else if (next === undefined || (next.unless !== undefined && choice.unless === undefined)) next = choice;
      }
      draft.choices = open;
      if (draft.dead) return undefined;
      if (single === undefined && !narrowed) return next;
      if (single === undefined) continue;
      const [choice, option] = single;
      draft.choices = open.filter((other) => other !== choice);
      this.#apply(draft, choice, option);
    }
  }

  #firstTwo(draft: Draft, choice: Choice): Option[] {
    const viable: Option[] = [];
    for (const option of choice.options) {
      if (this.#viable(draft, choice, option) && viable.push(option) === 2) break;
    }
    return viable;
  }

  #bury(draft: Draft, choice: Choice): void {
    const { node, keyword } = choice.origin;
    const message =
      choice.unless === undefined ? 'none of the alternatives can hold' : 'always holds here, but must not';
    draft.die({ node, keyword }, message);
  }

  /** It holds already, or cannot fail to. */
  #settled(draft: Draft, choice: Choice): boolean {
    const { unless, owner, options } = choice;
    if (unless !== undefined) {
      if ((this.#expander.sketches.of(unless).types & draft.types) === 0) return true;
      for (const { at, negated } of draft.joined.values()) {
        if (!negated && this.#expander.sketches.disjoint(at, unless, draft.types)) return true;
      }
    }
    return options.some(
      ({ literals, constrain }) =>
        constrain === undefined &&
        literals.every(({ at, negated }) => {
          const key = literalKey(at, negated);
          return draft.joined.has(key) && !draft.led(key, owner);
        }),
    );
  }

  /** Cheaply: nothing plain speaks against the option. One that leads back to where it comes from adds nothing. */
  #viable(draft: Draft, choice: Choice, option: Option): boolean {
    if ((option.types & draft.types) === 0) return false;
    for (const { at, negated } of option.literals) {
      if (draft.joined.has(literalKey(at, !negated))) return false;
      if (negated) continue;
      if (draft.led(literalKey(at, false), choice.owner)) return false;
      for (const other of draft.joined.values()) {
        if (!other.negated && this.#expander.sketches.disjoint(at, other.at, draft.types)) return false;
      }
    }
    return true;
  }
}

/** Something is meant to be drawn. */
function isStrong({ shapes }: Alternative): boolean {
  return shapes.some(({ weight }) => weight > 0);
}
