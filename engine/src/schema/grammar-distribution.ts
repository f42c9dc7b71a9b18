import * as z from 'zod';
import { atLeastZero, either, list, numeric, once, oneOf, positive, share, temporal, whole } from './grammar-values.js';

/** A value in the unit of its field: a number, an instant or a duration. */
const quantity = once(() =>
  either('a number, or for dates and durations a text such as "2025-01-31" or "90d"', numeric(), temporal()),
);

const mean = once(() => quantity().describe('Mean.'));
const shape = once(() => numeric().describe('Shape; above 0.'));
const scale = once(() => quantity().describe('Scale: values grow with it in proportion.'));

const simple = {
  uniform: once(() => z.strictObject({ type: oneOf('uniform') }).describe('All values alike, between min and max.')),
  loguniform: once(() =>
    z
      .strictObject({ type: oneOf('loguniform') })
      .describe('All orders of magnitude alike, between min and max; min above 0.'),
  ),
  normal: once(() =>
    z
      .strictObject({ type: oneOf('normal'), mean: mean(), stdDev: quantity().describe('Standard deviation.') })
      .describe('Bell curve around the mean.'),
  ),
  lognormal: once(() =>
    z
      .strictObject({
        type: oneOf('lognormal'),
        mean: quantity().describe('Mean of the data.').optional(),
        stdDev: quantity().describe('Standard deviation of the data.').optional(),
        mu: numeric().describe('Mean of the logarithm of the data.').optional(),
        sigma: numeric().describe('Standard deviation of the logarithm of the data.').optional(),
      })
      .describe('Positive with a long tail: either mean and stdDev of the data, or mu and sigma of its logarithm.'),
  ),
  exponential: once(() =>
    z.strictObject({ type: oneOf('exponential'), mean: mean() }).describe('Waiting times with this mean.'),
  ),
  gamma: once(() =>
    z.strictObject({ type: oneOf('gamma'), shape: shape(), scale: scale() }).describe('Gamma; mean shape × scale.'),
  ),
  weibull: once(() =>
    z.strictObject({ type: oneOf('weibull'), shape: shape(), scale: scale() }).describe('Weibull: lifetimes.'),
  ),
  beta: once(() =>
    z
      .strictObject({
        type: oneOf('beta'),
        alpha: numeric().describe('Pulls towards max.'),
        beta: numeric().describe('Pulls towards min.'),
      })
      .describe('Beta, stretched over min…max.'),
  ),
  pareto: once(() =>
    z
      .strictObject({
        type: oneOf('pareto'),
        shape: numeric().describe('The smaller, the longer the tail; above 0.'),
        scale: quantity().describe('Smallest value.'),
      })
      .describe('Power-law tail from scale upwards.'),
  ),
  zipf: once(() =>
    z
      .strictObject({
        type: oneOf('zipf'),
        exponent: numeric().describe('How quickly frequencies fall with the rank; above 0.'),
      })
      .describe('Few are frequent: rank 1 is min, or the first row.'),
  ),
  poisson: once(() =>
    z.strictObject({ type: oneOf('poisson'), mean: numeric().describe('Mean.') }).describe('Counts with this mean.'),
  ),
  negativeBinomial: once(() =>
    z
      .strictObject({
        type: oneOf('negativeBinomial'),
        mean: numeric().describe('Mean.'),
        dispersion: numeric().describe('The smaller, the more counts vary; above 0.'),
      })
      .describe('Counts that vary more than Poisson: variance mean + mean² / dispersion.'),
  ),
  binomial: once(() =>
    z
      .strictObject({
        type: oneOf('binomial'),
        trials: whole(1).describe('Number of trials.'),
        probability: share().describe('Share of trials that succeed.'),
      })
      .describe('Successes in a number of trials.'),
  ),
  triangular: once(() =>
    z
      .strictObject({
        type: oneOf('triangular'),
        mode: quantity().describe('Most frequent value, between min and max.'),
      })
      .describe('Triangle over min…max with its peak at mode.'),
  ),
  histogram: once(() =>
    z
      .strictObject({
        type: oneOf('histogram'),
        edges: list(quantity(), 'a list of at least two edges', 2).describe(
          'Rising edges of the bins, one more than bins.',
        ),
        weights: list(atLeastZero(), 'a list of weights, one for each bin').describe(
          'How often each bin, relative to the others.',
        ),
      })
      .describe('Bins between rising edges, each with its weight.'),
  ),
};

type Simple = { [K in keyof typeof simple]: z.infer<ReturnType<(typeof simple)[K]>> }[keyof typeof simple];

/** A distribution as written in a document. */
export type DistributionSource =
  Simple | { type: 'mixture'; components: { weight: number; distribution: DistributionSource }[] };

/** Built when a distribution is first looked at. */
export const distribution: () => z.ZodType<DistributionSource> = once(() => z.lazy(distributions));

const distributions: () => z.ZodType<DistributionSource> = once(() => {
  const component = z.strictObject({
    weight: positive().describe('How often, relative to the others.'),
    distribution: distribution(),
  });
  const mixture = z
    .strictObject({
      type: oneOf('mixture'),
      components: list(component, 'a list of { weight, distribution }').describe(
        'The distributions, with their weights.',
      ),
    })
    .describe('One of several distributions, by weight.');
  const options = [...Object.values(simple).map((make) => make() as z.ZodType<DistributionSource>), mixture];
  return either(
    'a mapping such as { type: normal, mean: 40, stdDev: 12 }',
    ...(options as [z.ZodType<DistributionSource>, z.ZodType<DistributionSource>]),
  ).meta({
    id: 'Distribution',
    title: 'Distribution',
    description: "How values are spread. The field's min and max cut it off.",
  });
});

/** How many: a number, or bounds and a distribution. */
export const size = once(() =>
  either(
    'a whole number, or { min, max, distribution }',
    whole(0),
    z.strictObject({
      min: whole(0).describe('At least.').optional(),
      max: whole(0).describe('At most.').optional(),
      distribution: distribution().optional(),
    }),
  ).meta({ id: 'Size', title: 'Size', description: 'How many: a number, or { min, max, distribution }.' }),
);

export type SizeSource = z.infer<ReturnType<typeof size>>;
