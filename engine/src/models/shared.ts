import type { Line } from './attempt.js';
import { Budget, type BudgetState, type Reservation } from './budget.js';

/** What several runs at the same time share: one pace and one breaker for each model, and one budget. */
export interface SharedModels {
  readonly budget: Budget;
  readonly lines: Map<string, Line>;
}

/** @param budget US dollars for all runs together. */
export function sharedModels(budget?: number): SharedModels {
  return { budget: new Budget(budget), lines: new Map() };
}

/** A budget inside of another one: what is set aside and spent counts in both. */
export class BudgetWithin extends Budget {
  /** @param limit US dollars of its own. */
  constructor(
    private readonly outer: Budget,
    limit?: number,
  ) {
    super(limit);
  }

  override get limited(): boolean {
    return super.limited || this.outer.limited;
  }

  /** Of the one with less left. */
  override get state(): BudgetState {
    const [own, outer] = [super.state, this.outer.state];
    return own.left <= outer.left ? own : outer;
  }

  override async reserve(worst: number, who: string, signal?: AbortSignal): Promise<Reservation> {
    const own = await super.reserve(worst, who, signal);
    try {
      const outer = await this.outer.reserve(worst, who, signal);
      return {
        worst: Math.max(own.worst, outer.worst),
        settle(cost, certain) {
          own.settle(cost, certain);
          outer.settle(cost, certain);
        },
      };
    } catch (error) {
      own.settle(0);
      throw error;
    }
  }
}
