import { exp, expm1, log } from '../random/exact.js';
import type { NoiseModel } from '../schema/model-series.js';
import { innovationsOf, type Innovations, NORMAL } from './innovations.js';
import type { Process, Window } from './process.js';
import { addCarried, addMultiples } from './step-loops.js';

/** What is left of the start after {@link Process.memory} steps, relative. */
const FORGOTTEN = 1e-15;

/** A process that takes longer to forget is carried: entering it anew would cost more than going through. */
const LONGEST_MEMORY = 1 << 14;

/** Steps of a carried but stationary process before step 0: it starts as one, and this is how far a lag may reach back. */
const BURN_IN = 1 << 15;

/** Noise that is added to a signal, or (of the types that say so) stands for its logarithm. @param interval ms between two steps. */
export function compileNoise(model: NoiseModel, interval: number): Process | undefined {
  switch (model.type) {
    case 'white':
      return movingAverage([], model.stdDev, innovationsOf(model.df));
    case 'ma':
      return movingAverage(model.coefficients, model.stdDev, innovationsOf(model.df));
    case 'ar':
      return autoregression(model.coefficients, model.stdDev, innovationsOf(model.df));
    case 'ou':
      return ornsteinUhlenbeck(model.reversion * interval, model.stdDev);
    case 'randomWalk':
      return randomWalk(model.stdDev, innovationsOf(model.df));
    case 'gbm':
      return geometric(model.drift * interval, model.volatility * Math.sqrt(interval), model.clustering);
    case 'garch':
      return garch(model.omega, model.alpha, model.beta, innovationsOf(model.df));
    case 'poisson':
    case 'negativeBinomial':
      return undefined;
  }
}

/** Steps until a factor of `rate` a step has made {@link FORGOTTEN} of anything. */
function stepsToForget(rate: number): number {
  if (rate <= 0) return 1;
  return rate >= 1 ? Infinity : Math.ceil(log(FORGOTTEN) / log(rate));
}

function forgetting(rate: number, least: number): Pick<Process, 'memory' | 'burnIn'> {
  const steps = stepsToForget(rate) + least;
  return steps <= LONGEST_MEMORY ? { memory: steps, burnIn: steps } : { memory: Infinity, burnIn: BURN_IN };
}

/** What a step adds: an innovation, within the window of the step; `centre` is what the value is without it. */
function shock(
  z: Innovations,
  drawn: Float64Array,
  i: number,
  centre: number,
  stdDev: number,
  window: Window | undefined,
): number {
  if (window === undefined) return stdDev * drawn[i];
  if (stdDev === 0) return 0;
  return stdDev * z.between(drawn[i], (window.low[i] - centre) / stdDev, (window.high[i] - centre) / stdDev);
}

/** Puts a value before the last `size` ones, the oldest of which goes. They are few: less than a call of `copyWithin` costs. */
function push(state: Float64Array, size: number, value: number): void {
  for (let k = size - 1; k > 0; k--) state[k] = state[k - 1];
  state[0] = value;
}

/** x_t = e_t + Σ θ_k e_{t−k}; the state holds the last innovations, the newest first. */
function movingAverage(coefficients: readonly number[], stdDev: number, z: Innovations): Process {
  const theta = Float64Array.from(coefficients);
  const size = theta.length;
  let gain = 1;
  for (const value of theta) gain += value * value;
  return {
    size,
    memory: size,
    burnIn: size,
    innovations: z,
    stdDev: stdDev * Math.sqrt(gain),
    begin: (state) => void state.fill(0),
    run(state, drawn, length, sums, window) {
      if (size === 0 && window === undefined) {
        addMultiples(sums, stdDev, drawn, length);
        return;
      }
      for (let i = 0; i < length; i++) {
        let centre = 0;
        for (let k = 0; k < size; k++) centre += theta[k] * state[k];
        const e = shock(z, drawn, i, centre, stdDev, window);
        if (size > 0) push(state, size, e);
        sums[i] += centre + e;
      }
    },
  };
}

/**
 * x_t = Σ φ_k x_{t−k} + e_t; the state holds the last values, the newest first, and how many there are. The first values
 * are drawn from their stationary distribution given those before: by the best predictors of lower order.
 */
function autoregression(coefficients: readonly number[], stdDev: number, z: Innovations): Process {
  const phi = Float64Array.from(coefficients);
  const order = phi.length;
  const starts = startsOf(phi, stdDev);
  const onward: Predictor = { factors: phi, stdDev };
  const shared = {
    size: order + 1,
    innovations: z,
    stdDev: starts[0].stdDev,
    begin: (state: Float64Array): void => void state.fill(0),
    settled: order === 1 && z === NORMAL,
    ...forgetting(order === 1 ? Math.abs(phi[0]) : spectralRadius(phi), order),
  };
  const step = (
    state: Float64Array,
    { factors, stdDev: spread }: Predictor,
    drawn: Float64Array,
    i: number,
    window: Window | undefined,
  ) => {
    let centre = 0;
    for (let k = 0; k < factors.length; k++) centre += factors[k] * state[k];
    const x = centre + shock(z, drawn, i, centre, spread, window);
    push(state, order, x);
    return x;
  };
  return {
    ...shared,
    run(state, drawn, length, sums, window) {
      let i = 0;
      for (; i < length && state[order] < order; i++) {
        sums[i] += step(state, starts[state[order]++], drawn, i, window);
      }
      if (order === 1 && window === undefined) state[0] = addCarried(sums, phi[0], stdDev, drawn, state[0], i, length);
      else for (; i < length; i++) sums[i] += step(state, onward, drawn, i, window);
    },
  };
}

/** How the value after some others is predicted, and the standard deviation of what is left. */
interface Predictor {
  readonly factors: Float64Array;
  readonly stdDev: number;
}

/**
 * The best predictors of an autoregression from 0, 1, … of the values before; the first has its stationary deviation. The
 * Levinson–Durbin recursion, backwards: J. Durbin, "The fitting of time-series models", Revue de l'IIS 28 (1960).
 */
function startsOf(phi: Float64Array, stdDev: number): readonly Predictor[] {
  const starts: Predictor[] = [];
  let factors = phi;
  let variance = stdDev * stdDev;
  for (let order = phi.length; order > 0; order--) {
    const last = factors[order - 1];
    const left = (1 - last) * (1 + last);
    const whole = factors;
    factors = Float64Array.from({ length: order - 1 }, (_, i) => (whole[i] + last * whole[order - 2 - i]) / left);
    variance /= left;
    starts.unshift({ factors, stdDev: Math.sqrt(variance) });
  }
  return starts;
}

/**
 * The exact discretisation of dx = −θ x dt + … with stationary standard deviation `stdDev`: an AR(1) of coefficient
 * e^(−θΔ). D. T. Gillespie, "Exact numerical simulation of the Ornstein–Uhlenbeck process", Physical Review E 54 (1996).
 * @param reversion θΔ, of one step.
 */
function ornsteinUhlenbeck(reversion: number, stdDev: number): Process {
  return autoregression([exp(-reversion)], stdDev * Math.sqrt(-expm1(-2 * reversion)), NORMAL);
}

function randomWalk(stdDev: number, z: Innovations): Process {
  return {
    size: 1,
    memory: Infinity,
    burnIn: 0,
    wanders: true,
    innovations: z,
    stdDev,
    begin: (state) => void state.fill(0),
    run(state, drawn, length, sums, window) {
      if (window === undefined) {
        state[0] = addCarried(sums, 1, stdDev, drawn, state[0], 0, length);
        return;
      }
      let x = state[0];
      for (let i = 0; i < length; i++) sums[i] += x += shock(z, drawn, i, x, stdDev, window);
      state[0] = x;
    },
  };
}

/**
 * The logarithm of a geometric Brownian motion, started at 0: a step adds drift − σ²/2 + σz. With `clustering`, the
 * variance of a step follows GARCH(1,1) around σ². @param drift, volatility of one step.
 */
function geometric(
  drift: number,
  volatility: number,
  clustering: { readonly alpha: number; readonly beta: number } | undefined,
): Process {
  const variance = volatility * volatility;
  const { alpha, beta } = clustering ?? { alpha: 0, beta: 0 };
  const omega = variance * (1 - alpha - beta);
  return {
    size: 2,
    memory: Infinity,
    burnIn: 0,
    wanders: true,
    innovations: NORMAL,
    stdDev: volatility,
    begin(state) {
      state[0] = 0;
      state[1] = variance;
    },
    run(state, drawn, length, sums, window) {
      let [x, h] = state;
      for (let i = 0; i < length; i++) {
        const centre = x + drift - h / 2;
        const e = shock(NORMAL, drawn, i, centre, Math.sqrt(h), window);
        x = centre + e;
        h = omega + alpha * e * e + beta * h;
        sums[i] += x;
      }
      state[0] = x;
      state[1] = h;
    },
  };
}

/** x_t = √h_t z_t, h_t = ω + α x²_{t−1} + β h_{t−1}. T. Bollerslev, Journal of Econometrics 31 (1986). */
function garch(omega: number, alpha: number, beta: number, z: Innovations): Process {
  const variance = omega / (1 - alpha - beta);
  return {
    size: 1,
    ...forgetting(alpha + beta, 1),
    innovations: z,
    stdDev: Math.sqrt(variance),
    begin: (state) => void state.fill(variance),
    run(state, drawn, length, sums, window) {
      let h = state[0];
      for (let i = 0; i < length; i++) {
        const e = shock(z, drawn, i, 0, Math.sqrt(h), window);
        h = omega + alpha * e * e + beta * h;
        sums[i] += e;
      }
      state[0] = h;
    },
  };
}

/**
 * The rate at which an autoregression forgets: how much a state shrinks a step in the long run, measured over many steps
 * so that pairs of complex roots, which turn while they shrink, are measured too.
 */
function spectralRadius(phi: Float64Array): number {
  const size = phi.length;
  const state = new Float64Array(size).fill(1);
  const steps = 4096;
  let logarithm = 0;
  for (let i = 0; i < steps; i++) {
    let next = 0;
    for (let k = 0; k < size; k++) next += phi[k] * state[k];
    push(state, size, next);
    let norm = 0;
    for (const value of state) norm = Math.max(norm, Math.abs(value));
    if (norm === 0) return 0;
    for (let k = 0; k < size; k++) state[k] /= norm;
    if (i >= steps / 2) logarithm += log(norm);
  }
  return exp(logarithm / (steps / 2));
}
