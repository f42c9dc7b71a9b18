import assert from 'node:assert/strict';
import { lgamma } from '../../../engine/src/random/gamma-function.js';
import { betaShare } from '../../../engine/src/random/incomplete-beta.js';
import { gammaShare } from '../../../engine/src/random/incomplete-gamma.js';

const close = (x: number, y: number, relative: number): void =>
  assert.ok(Math.abs(x - y) <= relative * Math.abs(y), `${x} is not ${y}`);

// Expected values by mpmath.
describe('special functions', () => {
  const logGamma: [x: number, value: number][] = [
    [1e-10, 23.025850929882736],
    [0.3, 1.0957979948180756],
    [1.5, -0.12078223763524522],
    [2.5, 0.2846828704729192],
    [7.25, 7.0521854507385395],
    [100, 359.1342053695754],
    [1e10, 220258509288.81058],
  ];
  for (const [x, value] of logGamma) it(`log Γ(${x})`, () => close(lgamma(x), value, 1e-15));

  const gamma: [a: number, x: number, below: number, above: number][] = [
    [0.01, 0.5, 0.9943732438060329, 0.0056267561939671844],
    [1, 1e-10, 9.999999999500001e-11, 0.9999999999],
    [5, 20, 0.9999830552560699, 0.000016944743930067385],
    [100, 60, 0.0000014815276326460468, 0.9999985184723673],
    [2000, 1900, 0.011695820381150112, 0.9883041796188499],
    [20000, 20400, 0.9975393540563543, 0.0024606459436456764],
  ];
  for (const [a, x, below, above] of gamma) {
    it(`incomplete gamma (${a}, ${x})`, () => {
      close(gammaShare(a, x, false), below, 1e-12);
      close(gammaShare(a, x, true), above, 1e-12);
    });
  }

  const beta: [a: number, b: number, x: number, below: number][] = [
    [0.5, 0.5, 0.25, 1 / 3],
    [2, 5, 1e-5, 1.4999600004499979e-9],
    [30, 2, 0.75, 0.0015179477664451252],
    [0.01, 3, 0.125, 0.9917770619507794],
    [2000, 3000, 0.375, 0.0001394690136388708],
    [50, 1000, 0.0625, 0.9828567082790695],
  ];
  for (const [a, b, x, below] of beta) {
    it(`incomplete beta (${a}, ${b}, ${x})`, () => {
      close(betaShare(a, b, x, 1 - x), below, 1e-12);
      close(betaShare(b, a, 1 - x, x), 1 - below, 1e-11);
    });
  }
});
