/**
 * A small evaluator for the CEL that the tests draw. Integers are bigints, doubles numbers; instants and durations are
 * tagged, so that `5 / 2` and `5.0 / 2.0` differ as they do in CEL.
 */
export type Value = null | boolean | bigint | number | string | Value[] | Instant | Length | Struct;

export interface Instant {
  readonly instant: number;
  /** As the record shows it. */
  readonly text?: string;
}
export interface Length {
  readonly length: number;
}
export interface Struct {
  readonly get: (name: string) => Value | undefined;
}

/** What a bare name means. `undefined`: no such name. */
export type Names = (name: string) => Value | undefined;

type Node =
  | { type: 'literal'; value: Value }
  | { type: 'name'; name: string }
  | { type: 'list'; items: Node[] }
  | { type: 'member'; of: Node; name: string }
  | { type: 'index'; of: Node; at: Node }
  | { type: 'call'; of?: Node; name: string; args: Node[] }
  | { type: 'unary'; op: string; of: Node }
  | { type: 'binary'; op: string; left: Node; right: Node }
  | { type: 'choice'; if: Node; then: Node; else: Node };

const TOKEN =
  /\s*(?:(\d+\.\d+(?:e[+-]?\d+)?|\d+)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[<>!+\-*/%?:.,()[\]]))/gy;
const BINDING: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  in: 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};

/** The value of an expression; null where an operand is null, as the language says. */
export function evaluate(source: string, names: Names): Value {
  return run(new Parser(source).parse(), names);
}

class Parser {
  private readonly tokens: { kind: 'number' | 'string' | 'name' | 'op'; text: string }[] = [];
  private at = 0;

  constructor(source: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < source.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(source);
      if (!match) throw new Error(`cannot read expression at ${from}: ${source}`);
      const kind = match[1] ? 'number' : match[2] ? 'string' : match[3] ? 'name' : 'op';
      this.tokens.push({ kind, text: match[1] ?? match[2] ?? match[3] ?? match[4] });
    }
  }

  parse(): Node {
    const node = this.choice();
    if (this.at < this.tokens.length) throw new Error(`unexpected ${this.tokens[this.at].text}`);
    return node;
  }

  private choice(): Node {
    const condition = this.binary(1);
    if (!this.take('?')) return condition;
    const then = this.choice();
    this.expect(':');
    return { type: 'choice', if: condition, then, else: this.choice() };
  }

  private binary(least: number): Node {
    let left = this.unary();
    for (;;) {
      const op = this.tokens[this.at]?.text;
      const binding = op === undefined || this.tokens[this.at].kind === 'string' ? undefined : BINDING[op];
      if (binding === undefined || binding < least) return left;
      this.at++;
      left = { type: 'binary', op, left, right: this.binary(binding + 1) };
    }
  }

  private unary(): Node {
    for (const op of ['!', '-']) if (this.take(op)) return { type: 'unary', op, of: this.unary() };
    let node = this.primary();
    for (;;) {
      if (this.take('.')) {
        const name = this.tokens[this.at++].text;
        node = this.take('(')
          ? { type: 'call', of: node, name, args: this.list(')') }
          : { type: 'member', of: node, name };
      } else if (this.take('[')) {
        const at = this.choice();
        this.expect(']');
        node = { type: 'index', of: node, at };
      } else return node;
    }
  }

  private primary(): Node {
    const token = this.tokens[this.at++];
    if (!token) throw new Error('unexpected end of expression');
    if (token.kind === 'number') {
      return { type: 'literal', value: /[.e]/.test(token.text) ? Number(token.text) : BigInt(token.text) };
    }
    if (token.kind === 'string') return { type: 'literal', value: unquote(token.text) };
    if (token.text === '(') {
      const node = this.choice();
      this.expect(')');
      return node;
    }
    if (token.text === '[') return { type: 'list', items: this.list(']') };
    if (token.kind !== 'name') throw new Error(`unexpected ${token.text}`);
    if (token.text === 'null') return { type: 'literal', value: null };
    if (token.text === 'true' || token.text === 'false') return { type: 'literal', value: token.text === 'true' };
    if (this.take('(')) return { type: 'call', name: token.text, args: this.list(')') };
    return { type: 'name', name: token.text };
  }

  private list(end: string): Node[] {
    const nodes: Node[] = [];
    if (this.take(end)) return nodes;
    do nodes.push(this.choice());
    while (this.take(','));
    this.expect(end);
    return nodes;
  }

  private take(text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'op' || token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new Error(`expected ${text}, found ${this.tokens[this.at]?.text ?? 'the end'}`);
  }
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, c: string) => ({ n: '\n', t: '\t' })[c] ?? c);
}

function run(node: Node, names: Names): Value {
  switch (node.type) {
    case 'literal':
      return node.value;
    case 'name':
      return known(names(node.name), node.name);
    case 'list':
      return node.items.map((item) => run(item, names));
    case 'member': {
      const of = run(node.of, names);
      if (of === null) return null;
      if (!isStruct(of)) throw new Error(`${node.name} of something that has no fields`);
      return known(of.get(node.name), node.name);
    }
    case 'index': {
      const [of, at] = [run(node.of, names), run(node.at, names)];
      if (of === null || at === null) return null;
      if (Array.isArray(of) && typeof at === 'bigint') return known(of[Number(at)], `[${at}]`);
      if (isStruct(of) && typeof at === 'string') return known(of.get(at), at);
      throw new Error('cannot index');
    }
    case 'call':
      return call(node, names);
    case 'unary': {
      const of = run(node.of, names);
      if (of === null) return null;
      if (node.op === '!' && typeof of === 'boolean') return !of;
      if (node.op === '-' && (typeof of === 'bigint' || typeof of === 'number')) return -of;
      throw new Error(`cannot apply ${node.op}`);
    }
    case 'choice': {
      const condition = run(node.if, names);
      return condition === null ? null : run(condition === true ? node.then : node.else, names);
    }
    case 'binary':
      return binary(node, names);
  }
}

function known(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`no such name: ${name}`);
  return value;
}

function binary(node: Node & { type: 'binary' }, names: Names): Value {
  const { op } = node;
  const left = run(node.left, names);
  if (op === '&&' || op === '||') {
    const decided = op === '||';
    if (left === decided) return decided;
    const right = run(node.right, names);
    if (right === decided) return decided;
    return left === null || right === null ? null : !decided;
  }
  const right = run(node.right, names);
  if ((op === '==' || op === '!=') && (isNullLiteral(node.left) || isNullLiteral(node.right))) {
    return (left === right) === (op === '==');
  }
  if (left === null || right === null) return null;
  if (op === 'in') {
    if (!Array.isArray(right)) throw new Error('in needs a list');
    return right.some((item) => item !== null && equal(left, item));
  }
  if (BINDING[op] === 3) {
    if (op === '==' || op === '!=') return equal(left, right) === (op === '==');
    const order = compare(left, right);
    return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
  }
  return arithmetic(op, left, right);
}

function isNullLiteral(node: Node): boolean {
  return node.type === 'literal' && node.value === null;
}

/** Values of different types are never equal, whole numbers and doubles aside. */
function equal(left: Value, right: Value): boolean {
  const kind = (value: Value) => (isNumeric(value) ? 'number' : typeof value);
  return kind(left) === kind(right) && compare(left, right) === 0;
}

function compare(left: Value, right: Value): number {
  const [a, b] = [plain(left), plain(right)];
  if (typeof a === 'string' || typeof b === 'string') {
    if (typeof a !== typeof b) throw new Error('cannot compare text with something else');
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function plain(value: Value): number | bigint | string | boolean {
  if (isInstant(value)) return value.instant;
  if (isLength(value)) return value.length;
  if (value === null || typeof value === 'object') throw new Error('cannot compare');
  return value;
}

function arithmetic(op: string, left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string' && op === '+') return left + right;
  if (isInstant(left) && isInstant(right) && op === '-') return { length: left.instant - right.instant };
  if (isInstant(left) && isLength(right)) return { instant: left.instant + (op === '-' ? -1 : 1) * right.length };
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if (op === '+') return left + right;
    if (op === '-') return left - right;
    if (op === '*') return left * right;
    if (op === '/') return left / right;
    return left % right;
  }
  if (!isNumeric(left) || !isNumeric(right)) throw new Error(`cannot apply ${op}`);
  const [a, b] = [Number(left), Number(right)];
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  if (op === '*') return a * b;
  if (op === '/') return a / b;
  throw new Error(`cannot apply ${op} to doubles`);
}

export function isNumeric(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function call(node: Node & { type: 'call' }, names: Names): Value {
  const of = node.of && run(node.of, names);
  if (of === null) return null;
  if (of !== undefined && ['map', 'filter', 'exists', 'all'].includes(node.name)) return comprehension(node, of, names);
  const args = [...(of === undefined ? [] : [of]), ...node.args.map((arg) => run(arg, names))];
  if (args.includes(null)) return null;
  const [first, second] = args;
  switch (node.name) {
    case 'size':
      if (typeof first === 'string') return BigInt([...first].length);
      if (Array.isArray(first)) return BigInt(first.length);
      break;
    case 'sum':
      if (Array.isArray(first)) {
        return first.length === 0
          ? 0n
          : first.reduce((total, item) => (total === null || item === null ? null : arithmetic('+', total, item)));
      }
      break;
    case 'string':
      return typeof first === 'bigint' ? String(first) : (first as string);
    case 'double':
      return Number(first);
    case 'int':
      return typeof first === 'bigint' ? first : BigInt(Math.trunc(Number(first)));
    case 'startsWith':
      return String(first).startsWith(String(second));
    case 'endsWith':
      return String(first).endsWith(String(second));
    case 'contains':
      return String(first).includes(String(second));
  }
  throw new Error(`no such function: ${node.name}`);
}

function comprehension(node: Node & { type: 'call' }, of: Value, names: Names): Value {
  const [variable, body] = node.args;
  if (!Array.isArray(of) || variable?.type !== 'name' || !body)
    throw new Error(`${node.name} needs a list, a name and an expression`);
  const results = of.map((item) => run(body, (name) => (name === variable.name ? item : names(name))));
  if (node.name === 'map') return results;
  if (node.name === 'filter') return of.filter((_, i) => results[i] === true);
  return node.name === 'all' ? results.every((r) => r === true) : results.some((r) => r === true);
}

export function isStruct(value: Value): value is Struct {
  return typeof value === 'object' && value !== null && 'get' in value;
}
export function isInstant(value: Value): value is Instant {
  return typeof value === 'object' && value !== null && 'instant' in value;
}
export function isLength(value: Value): value is Length {
  return typeof value === 'object' && value !== null && 'length' in value && !Array.isArray(value);
}
