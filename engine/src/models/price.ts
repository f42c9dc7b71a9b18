/** What a model costs, in US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** For each request, whatever its size. */
  readonly request?: number | undefined;
  /** Prices of the whole request where its input is longer, by length. */
  readonly tiers?: readonly PriceTier[] | undefined;
}

export interface PriceTier {
  /** Applies to more input tokens than that. */
  readonly above: number;
  readonly input: number;
  readonly output: number;
}

const MILLION = 1_000_000;

/** US dollars for a call; NaN where the price is not known. */
export function costOf(price: Price | undefined, inputTokens: number, outputTokens: number): number {
  if (price === undefined) return NaN;
  let rate: Pick<Price, 'input' | 'output'> = price;
  for (const tier of price.tiers ?? []) if (inputTokens > tier.above) rate = tier;
  return (rate.input * inputTokens + rate.output * outputTokens) / MILLION + (price.request ?? 0);
}

/** The most that a call can cost when its input may turn out shorter than said, and so fall into a cheaper or dearer tier. */
export function worstCostOf(price: Price | undefined, inputTokens: number, outputTokens: number): number {
  if (price === undefined) return NaN;
  const reached = (price.tiers ?? []).filter(({ above }) => inputTokens > above);
  const input = Math.max(price.input, ...reached.map((tier) => tier.input));
  const output = Math.max(price.output, ...reached.map((tier) => tier.output));
  return (input * inputTokens + output * outputTokens) / MILLION + (price.request ?? 0);
}

/** Of several prices that may apply, one that none of them passes. */
export function dearestOf(prices: readonly Price[]): Price | undefined {
  if (prices.length < 2) return prices[0];
  const most = (pick: (price: Price) => number): number => Math.max(...prices.map(pick));
  const starts = [...new Set(prices.flatMap(({ tiers = [] }) => tiers.map(({ above }) => above)))].sort(
    (a, b) => a - b,
  );
  const at = (price: Price, length: number): Pick<Price, 'input' | 'output'> =>
    price.tiers?.filter(({ above }) => length >= above).at(-1) ?? price;
  return {
    input: most(({ input }) => input),
    output: most(({ output }) => output),
    request: most(({ request = 0 }) => request),
    tiers: starts.map((above) => ({
      above,
      input: most((price) => at(price, above).input),
      output: most((price) => at(price, above).output),
    })),
  };
}

/** `$0.10`, `$0.0123`: two to four digits after the point, and two that count where it is smaller. */
export function dollars(amount: number): string {
  if (Number.isNaN(amount)) return 'an unknown amount';
  if (!Number.isFinite(amount)) return 'without limit';
  if (amount === 0) return '$0';
  if (amount >= 1) return `$${amount.toFixed(2)}`;
  if (amount >= 0.001) return `$${amount.toFixed(4).replace(/0{1,2}$/u, '')}`;
  return `$${amount.toFixed(9).replace(/(\.0*[1-9]\d?)\d*$/u, '$1')}`;
}
