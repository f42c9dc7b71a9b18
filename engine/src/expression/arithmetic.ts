import { Fault } from './error.js';
import type { ArithmeticNode, NodeBase } from './node.js';
import { beyondCalendar, MAX_INSTANT, MIN_INSTANT } from './time.js';
import { eitherFault, eitherNull, type Faults, type NumberVec } from './vector.js';

const MAX = Number.MAX_SAFE_INTEGER;

/** Collects the faults of a kernel; rows that are null or have a fault already cannot get one. */
export class FaultList {
  private added: Map<number, Fault> | undefined;
  private readonly made = new Map<() => Fault, Fault>();

  constructor(
    private readonly node: NodeBase,
    private readonly nulls: Uint8Array | undefined,
    private readonly before: Faults | undefined,
  ) {}

  /** Whether the row has operands to work on. */
  live(row: number): boolean {
    return this.nulls?.[row] !== 1 && !this.before?.has(row);
  }

  /** @param make called once: rows that fail alike share their fault. */
  add(row: number, make: () => Fault): void {
    if (!this.live(row)) return;
    let fault = this.made.get(make);
    if (fault === undefined) this.made.set(make, (fault = make().at(this.node.start, this.node.end)));
    this.put(row, fault);
  }

  put(row: number, fault: Fault): void {
    if (this.live(row)) (this.added ??= new Map()).set(row, fault.at(this.node.start, this.node.end));
  }

  catch(row: number, error: unknown): void {
    if (!(error instanceof Fault)) throw error;
    this.put(row, error);
  }

  get all(): Faults | undefined {
    return eitherFault(this.before, this.added);
  }
}

export function arithmetic(node: ArithmeticNode, a: NumberVec, b: NumberVec): NumberVec {
  const { length } = a;
  const nulls = eitherNull(a.nulls, b.nulls);
  const faults = new FaultList(node, nulls, eitherFault(a.faults, b.faults));
  const x = a.values;
  const y = b.values;
  const out = new Float64Array(length);
  switch (node.operator) {
    case '+':
      for (let i = 0; i < length; i++) out[i] = x[i] + y[i];
      break;
    case '-':
      for (let i = 0; i < length; i++) out[i] = x[i] - y[i];
      break;
    case '*':
      // Adding 0 turns -0 into 0, which an integer is.
      if (node.whole) for (let i = 0; i < length; i++) out[i] = x[i] * y[i] + 0;
      else for (let i = 0; i < length; i++) out[i] = x[i] * y[i];
      break;
    case '/':
      // Exact: the dividend less its remainder is a multiple of the divisor.
      if (node.whole) for (let i = 0; i < length; i++) out[i] = (x[i] - (x[i] % y[i])) / y[i] + 0;
      else for (let i = 0; i < length; i++) out[i] = x[i] / y[i];
      for (let i = 0; i < length; i++) if (y[i] === 0) faults.add(i, divisionByZero);
      break;
    case '%':
      for (let i = 0; i < length; i++) out[i] = (x[i] % y[i]) + 0;
      for (let i = 0; i < length; i++) if (y[i] === 0) faults.add(i, divisionByZero);
      break;
  }
  if (node.whole) {
    const divides = node.operator === '/' || node.operator === '%';
    for (let i = 0; i < length; i++) {
      if (!(out[i] <= MAX && out[i] >= -MAX) && !(divides && y[i] === 0)) faults.add(i, overflow);
    }
  } else if (node.type.kind === 'timestamp') {
    for (let i = 0; i < length; i++) {
      if (!(out[i] >= MIN_INSTANT && out[i] <= MAX_INSTANT)) faults.add(i, beyondCalendar);
    }
  }
  return { kind: 'number', length, values: out, nulls, faults: faults.all };
}

function divisionByZero(): Fault {
  return new Fault('expr/division-by-zero', 'division by zero');
}

export function overflow(): Fault {
  return new Fault('expr/overflow', 'the integer is beyond ±2^53');
}

export function negate(a: NumberVec, whole: boolean): NumberVec {
  const values = new Float64Array(a.length);
  for (let i = 0; i < values.length; i++) values[i] = whole ? -a.values[i] + 0 : -a.values[i];
  return { ...a, values };
}
