// A field type of our own: vehicle identification numbers whose check digit holds (ISO 3779, 49 CFR 565.15).
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const VALUES = {
  A: 1,
  B: 2,
  C: 3,
  D: 4,
  E: 5,
  F: 6,
  G: 7,
  H: 8,
  J: 1,
  K: 2,
  L: 3,
  M: 4,
  N: 5,
  P: 7,
  R: 9,
  S: 2,
  T: 3,
  U: 4,
  V: 5,
  W: 6,
  X: 7,
  Y: 8,
  Z: 9,
};
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

export default {
  type: 'vin',
  version: '1',
  value(row) {
    const makers = row.options.makers ?? ['WVW', '1FT', 'JTD'];
    const digits = [...row.pick(makers)];
    while (digits.length < 17) digits.push(row.pick(LETTERS));
    const sum = digits.reduce((total, digit, i) => total + WEIGHTS[i] * (VALUES[digit] ?? Number(digit)), 0);
    digits[8] = sum % 11 === 10 ? 'X' : String(sum % 11);
    return digits.join('');
  },
};
