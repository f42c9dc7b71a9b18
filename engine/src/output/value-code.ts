import { type Code, f64, get, i32, i64, set, tee, when } from '../wasm/assembler.js';

/**
 * What writes one value as text, for the loop of `row-kernel.ts`: takes {@link X}, writes at {@link POS} and leaves it behind
 * the text; may write 4 bytes too many. Runs `giveUp` where the value is not one for it.
 */
export type ValueCode = (giveUp: Code) => Code;

/** Columns that may keep the text of their last instant: times mostly follow each other. */
export const MOST_HELD = 16;

/** Of the loop, which has the parameters and the integers up to {@link POS} for itself. */
export const LOCALS = { parameters: 3, integers: 11, longs: 1 + 2 * MOST_HELD, doubles: 5 + MOST_HELD };

export const POS = 7;
const [N, W, HIGH, YEAR, MONTH, DAY] = [8, 9, 10, 11, 12, 13];
const LONG = 14;
export const X = LONG + LOCALS.longs;
const [MAGNITUDE, SCALED, POWER, WITHIN] = [X + 1, X + 2, X + 3, X + 4];

/** The locals of a column that keeps the text of its last instant. */
interface Held {
  readonly front: number;
  readonly back: number;
  /** When the text begins to hold, ms; infinite: never. */
  readonly since: number;
}

/** @param column less than {@link MOST_HELD}. */
function heldBy(column: number): Held {
  return { front: LONG + 1 + 2 * column, back: LONG + 2 + 2 * column, since: WITHIN + 1 + column };
}

/** Says that no column keeps any text yet. */
export const forget: Code = Array.from({ length: MOST_HELD }, (_, column) =>
  set(heldBy(column).since, f64.const(Infinity)),
);

/** Where the digits of 0 … 9999 stand, four bytes each. */
export type DigitsAt = number;

const { add, subtract, multiply, divideUnsigned, and, or, shiftLeft, shiftRightUnsigned, store, store8 } = i32;
const number = i32.const;

const fourDigits = (n: Code, digits: DigitsAt): Code => i32.load(shiftLeft(n, number(2)), digits);
const twoDigits = (n: Code, digits: DigitsAt): Code => shiftRightUnsigned(fourDigits(n, digits), number(16));
const put = (bytes: Code): Code => set(POS, add(get(POS), bytes));
const ZEROS = number(0x30303030);

/** 0 … 9999 without leading zeros: at least the last digit stays. */
const shortDigits = (n: Code, digits: DigitsAt): Code => {
  const zeroBits = and(i32.trailingZeros(or(i32.xor(get(W), ZEROS), number(1 << 24))), number(24));
  return [
    set(W, fourDigits(n, digits)),
    set(YEAR, zeroBits),
    store(get(POS), 0, shiftRightUnsigned(get(W), get(YEAR))),
    put(subtract(number(4), shiftRightUnsigned(get(YEAR), number(3)))),
  ];
};

/** {@link N} as eight digits. */
const eightDigits = (digits: DigitsAt): Code => [
  set(HIGH, divideUnsigned(get(N), number(10_000))),
  store(get(POS), 0, fourDigits(get(HIGH), digits)),
  store(get(POS), 4, fourDigits(subtract(get(N), multiply(get(HIGH), number(10_000))), digits)),
  put(number(8)),
];

/** {@link N}, 0 … 2^31 − 1. */
const digitsOf = (digits: DigitsAt): Code =>
  when(
    i32.lessUnsigned(get(N), number(10_000)),
    shortDigits(get(N), digits),
    when(
      i32.lessUnsigned(get(N), number(100_000_000)),
      [
        set(HIGH, divideUnsigned(get(N), number(10_000))),
        shortDigits(get(HIGH), digits),
        store(get(POS), 0, fourDigits(subtract(get(N), multiply(get(HIGH), number(10_000))), digits)),
        put(number(4)),
      ],
      [
        set(HIGH, divideUnsigned(get(N), number(100_000_000))),
        set(N, subtract(get(N), multiply(get(HIGH), number(100_000_000)))),
        shortDigits(get(HIGH), digits),
        eightDigits(digits),
      ],
    ),
  );

const sign: Code = [store8(get(POS), 0, number(0x2d)), put(f64.less(get(X), f64.const(0)))];

/** Whole numbers within ±2^53. */
export const integerCode =
  (digits: DigitsAt): ValueCode =>
  (giveUp) => [
    set(MAGNITUDE, f64.absolute(get(X))),
    set(N, f64.toNearestInteger(get(MAGNITUDE))),
    when(
      f64.equal(f64.fromInteger(get(N)), get(MAGNITUDE)),
      [sign, digitsOf(digits)],
      [
        when(f64.less(get(MAGNITUDE), f64.const(2 ** 53)), [], giveUp),
        when(f64.equal(f64.floor(get(X)), get(X)), [], giveUp),
        set(SCALED, f64.floor(f64.divide(get(MAGNITUDE), f64.const(1e8)))),
        set(N, f64.toInteger(get(SCALED))),
        sign,
        digitsOf(digits),
        set(N, f64.toInteger(f64.subtract(get(MAGNITUDE), f64.multiply(get(SCALED), f64.const(1e8))))),
        eightDigits(digits),
      ],
    ),
  ];

/** Numbers of up to 1 … 4 decimals, within ±2^31: see `writeDecimal`. @param power 10 to the power of how many there are. */
export const decimalCode =
  (digits: DigitsAt, power: number): ValueCode =>
  (giveUp) => {
    const rest = f64.toInteger(f64.subtract(get(SCALED), f64.multiply(f64.fromInteger(get(N)), get(POWER))));
    return [
      set(MAGNITUDE, f64.absolute(get(X))),
      set(POWER, f64.const(power)),
      when(f64.less(get(MAGNITUDE), f64.const(2 ** 31)), [], giveUp),
      set(SCALED, f64.nearest(f64.multiply(get(MAGNITUDE), get(POWER)))),
      when(f64.equal(f64.divide(get(SCALED), get(POWER)), get(MAGNITUDE)), [], giveUp),
      set(N, f64.toInteger(get(MAGNITUDE))),
      set(MONTH, rest),
      sign,
      digitsOf(digits),
      when(get(MONTH), [
        store8(get(POS), 0, number(0x2e)),
        // Padded with zeros behind, of which none is shown.
        set(W, fourDigits(multiply(get(MONTH), number(10_000 / power)), digits)),
        store(get(POS), 1, get(W)),
        put(subtract(number(5), shiftRightUnsigned(i32.leadingZeros(i32.xor(get(W), ZEROS)), number(3)))),
      ]),
    ];
  };

const DAY_MS = 86_400_000;

/**
 * The civil date of day number {@link N} from 1970-01-01, in the years 0 … 9999. C. Neri, L. Schneider, "Euclidean affine
 * functions and their application to calendar algorithms", Software: Practice and Experience 53 (2023); here from 400 years
 * earlier on, so that nothing is negative.
 */
const civilDate: Code = [
  set(N, add(shiftLeft(add(get(N), number(719_468 + 146_097)), number(2)), number(3))),
  set(HIGH, divideUnsigned(get(N), number(146_097))),
  set(N, or(subtract(get(N), multiply(get(HIGH), number(146_097))), number(3))),
  set(LONG, i64.product(get(N), number(2_939_745))),
  set(YEAR, add(multiply(get(HIGH), number(100)), subtract(i64.highWord(get(LONG)), number(400)))),
  set(N, shiftRightUnsigned(divideUnsigned(i64.lowWord(get(LONG)), number(2_939_745)), number(2))),
  // Years begin with March: January and February belong to the next one.
  set(HIGH, i32.lessUnsigned(number(305), get(N))),
  set(N, add(multiply(get(N), number(2141)), number(197_913))),
  set(YEAR, add(get(YEAR), get(HIGH))),
  set(MONTH, subtract(shiftRightUnsigned(get(N), number(16)), multiply(get(HIGH), number(12)))),
  set(DAY, add(divideUnsigned(and(get(N), number(0xffff)), number(2141)), number(1))),
];

/** Sets `front` to `YYYY-MM-` and {@link W} to `DD`, `since` to the start of the day and {@link MAGNITUDE} to the ms since. */
const dateText = ({ front, since }: Held, digits: DigitsAt, giveUp: Code): Code => [
  set(SCALED, f64.floor(f64.divide(get(X), f64.const(DAY_MS)))),
  when(
    and(f64.lessEqual(f64.const(-719_528), get(SCALED)), f64.lessEqual(get(SCALED), f64.const(2_932_896))),
    [],
    giveUp,
  ),
  set(N, f64.toInteger(get(SCALED))),
  set(since, f64.multiply(get(SCALED), f64.const(DAY_MS))),
  set(MAGNITUDE, f64.subtract(get(X), get(since))),
  civilDate,
  set(
    front,
    i64.fromWords(
      fourDigits(get(YEAR), digits),
      or(shiftLeft(twoDigits(get(MONTH), digits), number(8)), number(0x2d00002d)),
    ),
  ),
  set(W, twoDigits(get(DAY), digits)),
];

/** Runs the body where {@link X} lies outside of `length` ms from `since`; {@link WITHIN} is where it lies after. */
const unlessWithin = ({ since }: Held, length: number, body: Code): Code => [
  set(X, f64.truncate(get(X))),
  when(
    and(
      f64.lessEqual(f64.const(0), tee(WITHIN, f64.subtract(get(X), get(since)))),
      f64.less(get(WITHIN), f64.const(length)),
    ),
    [],
    [body, set(WITHIN, f64.subtract(get(X), get(since)))],
  ),
];

/** `2024-05-06` */
export const dateCode = (digits: DigitsAt, column: number): ValueCode => {
  const held = heldBy(column);
  const { front, back } = held;
  return (giveUp) => [
    unlessWithin(held, DAY_MS, [dateText(held, digits, giveUp), set(back, i64.fromWords(get(W), number(0)))]),
    i64.store(get(POS), 0, get(front)),
    i64.store(get(POS), 8, get(back)),
    put(number(10)),
  ];
};

/** `2024-05-06T07:08:09Z` or `2024-05-06T07:08:09.123Z`; times mostly follow each other, so the minute's text is kept. */
export const instantCode = (digits: DigitsAt, column: number, milliseconds: boolean): ValueCode => {
  const held = heldBy(column);
  const { front, back, since } = held;
  const second = or(shiftLeft(twoDigits(get(HIGH), digits), number(8)), number(0x3a));
  const minute = (giveUp: Code): Code => [
    dateText(held, digits, giveUp),
    set(N, divideUnsigned(f64.toInteger(get(MAGNITUDE)), number(60_000))),
    set(since, f64.add(get(since), f64.multiply(f64.fromInteger(get(N)), f64.const(60_000)))),
    set(HIGH, divideUnsigned(get(N), number(60))),
    set(N, twoDigits(subtract(get(N), multiply(get(HIGH), number(60))), digits)),
    set(HIGH, twoDigits(get(HIGH), digits)),
    set(
      back,
      i64.fromWords(
        or(or(get(W), number(0x540000)), shiftLeft(get(HIGH), number(24))),
        or(or(shiftRightUnsigned(get(HIGH), number(8)), number(0x3a00)), shiftLeft(get(N), number(16))),
      ),
    ),
  ];
  return (giveUp) => [
    unlessWithin(held, 60_000, minute(giveUp)),
    set(N, f64.toInteger(get(WITHIN))),
    set(HIGH, divideUnsigned(get(N), number(1000))),
    i64.store(get(POS), 0, get(front)),
    i64.store(get(POS), 8, get(back)),
    milliseconds
      ? [
          store(get(POS), 16, or(second, number(0x2e000000))),
          set(N, subtract(get(N), multiply(get(HIGH), number(1000)))),
          store(get(POS), 20, or(shiftRightUnsigned(fourDigits(get(N), digits), number(8)), number(0x5a000000))),
          put(number(24)),
        ]
      : [store(get(POS), 16, or(second, number(0x5a000000))), put(number(20))],
  ];
};
