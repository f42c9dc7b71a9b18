import { SynthError } from '../errors.js';
import { dollars } from './price.js';

/** Money that is set aside for a call. */
export interface Reservation {
  /** US dollars set aside. */
  readonly worst: number;
  /**
   * Pays for the call and gives the rest back. Counts once. An amount that is not known counts as the worst.
   * @param certain false: the call may have cost less.
   */
  settle(cost: number, certain?: boolean): void;
}

/** What became of a budget, in US dollars. */
export interface BudgetState {
  /** Infinity: none is set. */
  readonly limit: number;
  /** Of calls that have ended, at most. */
  readonly spent: number;
  /** The part of `spent` that no provider has confirmed. */
  readonly uncertain: number;
  /** Set aside for calls under way. */
  readonly reserved: number;
  /** US dollars; Infinity where no limit is set. */
  readonly left: number;
  /** Calls whose cost is not known, and so not part of `spent`. */
  readonly unknown: number;
}

interface Waiter {
  readonly who: string;
  readonly worst: number;
  readonly take: (reservation: Reservation) => void;
  readonly refuse: (error: unknown) => void;
}

/** The budget does not cover a call. Nothing was sent. */
export class BudgetError extends SynthError {
  override readonly code: 'budget/reached' | 'budget/unknown-price';
  /** The model that would have been asked, by its provider's id. */
  readonly model: string;
  /** What was spent and is left. */
  readonly state: BudgetState;
  /** US dollars that the call might have cost; NaN where nobody knows. */
  readonly worst: number;

  constructor(code: BudgetError['code'], model: string, worst: number, state: BudgetState) {
    super(code, code === 'budget/reached' ? reached(model, worst, state) : unknownPrice(model, state));
    this.code = code;
    this.model = model;
    this.state = state;
    this.worst = worst;
  }
}

function reached(model: string, worst: number, { limit, spent, uncertain, left }: BudgetState): string {
  const perhaps = uncertain > 0 ? ` (up to ${dollars(uncertain)} of it by calls that broke off)` : '';
  return (
    `The budget of ${dollars(limit)} does not cover the next call: ${dollars(spent)} is spent${perhaps}, ${dollars(left)} is left, ` +
    `and a call to ${model} may cost ${dollars(worst)}. ` +
    `Run the same with a budget of at least ${dollars(roundedUp(spent + worst))} to go on: what the cache has kept is not paid for again. ` +
    'Fewer rows a call or a cheaper model also make a call fit.'
  );
}

function unknownPrice(model: string, { limit }: BudgetState): string {
  return (
    `The price of ${model} is not known, so a budget of ${dollars(limit)} cannot be kept. Say it in the configuration ` +
    `(models.prices."${model}": input and output, in US dollars per million tokens), choose another model, or leave the budget away.`
  );
}

/** To two digits that count. */
function roundedUp(amount: number): number {
  let unit = 1;
  while (unit > amount / 10 && unit > 1e-9) unit /= 10;
  return Math.ceil(amount / unit) * unit;
}

/**
 * US dollars that a run may spend. What a call may cost at worst is set aside before it is sent, so that calls at the same
 * time cannot pass the limit together; one that would fit once others have ended waits for them.
 */
export class Budget {
  readonly limit: number;
  #spent = 0;
  #uncertain = 0;
  #reserved = 0;
  #unknown = 0;
  #open = 0;
  readonly #waiting: Waiter[] = [];
  /** By how much a model has passed its worst case. */
  readonly #excess = new Map<string, number>();

  /** @param limit US dollars, 0 or more; Infinity or undefined: none. */
  constructor(limit: number = Infinity) {
    if (!(limit >= 0)) throw new RangeError('a budget is 0 or more');
    this.limit = limit;
  }

  get limited(): boolean {
    return this.limit !== Infinity;
  }

  get state(): BudgetState {
    const { limit } = this;
    const left = Math.max(0, limit - this.#spent);
    return {
      limit,
      spent: this.#spent,
      uncertain: this.#uncertain,
      reserved: this.#reserved,
      left,
      unknown: this.#unknown,
    };
  }

  /**
   * Sets the worst case of a call aside, in the order of asking.
   * @param worst US dollars; NaN where the price is not known.
   * @param who the model, for messages.
   * @throws BudgetError where it does not fit, whatever the calls under way will cost; the reason of the signal.
   */
  reserve(worst: number, who: string, signal?: AbortSignal): Promise<Reservation> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      if (this.limited && !Number.isFinite(worst)) {
        return reject(new BudgetError('budget/unknown-price', who, NaN, this.state));
      }
      const abandon = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal!.reason as Error);
        this.#serve();
      };
      const waiter: Waiter = {
        who,
        worst: (Number.isFinite(worst) ? worst : 0) * (this.#excess.get(who) ?? 1),
        take: (reservation) => {
          signal?.removeEventListener('abort', abandon);
          resolve(reservation);
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', abandon);
          reject(error as Error);
        },
      };
      signal?.addEventListener('abort', abandon, { once: true });
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { who, worst } = first;
      if (this.#spent + worst > this.limit) {
        this.#waiting.shift();
        first.refuse(new BudgetError('budget/reached', who, worst, this.state));
      } else if (this.#spent + this.#reserved + worst <= this.limit) {
        this.#waiting.shift();
        first.take(this.#reservation(who, worst));
      } else {
        return;
      }
    }
  }

  #reservation(who: string, worst: number): Reservation {
    let open = true;
    this.#reserved += worst;
    this.#open++;
    return {
      worst,
      settle: (cost, certain = true) => {
        if (!open) return;
        open = false;
        this.#open--;
        // What sums of fractions leave over is no money, and nobody would ever give it back.
        this.#reserved = this.#open === 0 ? 0 : Math.max(0, this.#reserved - worst);
        if (Number.isNaN(cost) && !this.limited) {
          this.#unknown++;
        } else {
          const paid = Number.isNaN(cost) ? worst : cost;
          this.#spent += paid;
          if (!certain || Number.isNaN(cost)) this.#uncertain += paid;
          if (paid > worst && worst > 0) this.#excess.set(who, ((this.#excess.get(who) ?? 1) * paid) / worst);
        }
        this.#serve();
      },
    };
  }
}
