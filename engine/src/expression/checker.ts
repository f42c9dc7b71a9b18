import type { ASTNode } from './parse.js';
import { checkCall, checkMethod } from './check-calls.js';
import { checkIndex, checkPath } from './check-names.js';
import { checkBinary, checkCondition, checkLogic, checkNegation } from './check-operators.js';
import type { ExpressionError, ExpressionErrorCode, ExpressionHint } from './error.js';
import type { LoadNode, MapNode, Node, Variable } from './node.js';
import type { ExpressionScope } from './scope.js';
import { join, listOf, mapOf, scalar, type ExprType } from './type.js';

/** One use of a name in an expression. */
export interface Reference {
  /** The name and its fields: `['users', 'country']`; for fields of a list's items `['items', 'price']`. */
  readonly path: readonly string[];
  /** `length`: only how many items there are, or whether it is null or absent. */
  readonly use: 'value' | 'length';
  readonly start: number;
  readonly end: number;
}

/** Resolves the names of a parsed expression and chooses its overloads; collects every mistake on the way. */
export class Checker {
  readonly errors: ExpressionError[] = [];
  readonly hints: ExpressionHint[] = [];
  readonly references: Reference[] = [];
  private readonly variables: Variable[] = [];

  constructor(
    readonly text: string,
    readonly scope: ExpressionScope,
  ) {}

  /** @param use `length` where only the number of items, or the presence of the value, matters. */
  check(ast: ASTNode, use: Reference['use'] = 'value'): Node {
    switch (ast.op) {
      case 'value':
        return this.literal(ast, ast.args);
      case 'id':
      case '.':
        return checkPath(this, ast, use);
      case '[]':
        return checkIndex(this, ast, use);
      case 'list':
        return this.list(ast, ast.args);
      case 'map':
        return this.map(ast, ast.args);
      case '?:':
        return checkCondition(this, ast, ast.args);
      case '&&':
      case '||':
        return checkLogic(this, ast, ast.op === '&&' ? 'and' : 'or', ast.args);
      case '!_':
      case '-_':
        return checkNegation(this, ast, ast.op, ast.args);
      case 'call':
        return checkCall(this, ast, ast.args[0], ast.args[1]);
      case 'rcall':
        return checkMethod(this, ast, ast.args, use);
      case '.?':
      case '[?]':
        return this.fail(ast, 'expr/unsupported', 'optional access is not supported; test with has() or == null');
      default:
        return checkBinary(this, ast, ast.op, ast.args);
    }
  }

  /** Records a mistake; what is returned stands for any value, so that one mistake is reported once. */
  fail(
    at: { readonly start: number; readonly end: number },
    code: ExpressionErrorCode,
    message: string,
    suggestions: readonly string[] = [],
  ): Node {
    const { start, end } = at;
    this.errors.push({ code, message, start, end, ...(suggestions.length > 0 ? { suggestions } : {}) });
    return { op: 'const', value: null, type: scalar('dyn', true), start, end };
  }

  /** The innermost variable of a name. */
  variable(name: string): Variable | undefined {
    return this.variables.filter((v) => v.name === name).at(-1);
  }

  variableNames(): string[] {
    return this.variables.map((v) => v.name);
  }

  within<T>(variable: Variable, body: () => T): T {
    this.variables.push(variable);
    try {
      return body();
    } finally {
      this.variables.pop();
    }
  }

  /** Records that a column is read. */
  refer(node: LoadNode, use: Reference['use']): LoadNode {
    const path = node.variable ? (node.variable.source ? [...node.variable.source, ...node.path] : []) : node.path;
    if (path.length > 0) this.references.push({ path, use, start: node.start, end: node.end });
    return node;
  }

  private literal(ast: ASTNode, value: unknown): Node {
    const { start, end } = ast;
    const constant = (type: ExprType, held: unknown): Node => ({ op: 'const', value: held, type, start, end });
    switch (typeof value) {
      case 'bigint': {
        const number = Number(value);
        if (Number.isSafeInteger(number)) return constant(scalar('int'), number);
        return this.fail(ast, 'expr/literal', `the integer ${value} is beyond ±2^53`);
      }
      case 'number':
        return constant(scalar('double'), value);
      case 'string':
        return constant(scalar('string'), value);
      case 'boolean':
        return constant(scalar('bool'), value);
      default:
        if (value === null) return constant(scalar('null', true), null);
        if (value instanceof Uint8Array) {
          return this.fail(ast, 'expr/unsupported', 'bytes are not supported; write a text without b');
        }
        return this.fail(ast, 'expr/unsupported', 'unsigned integers are not supported; write it without u');
    }
  }

  private list(ast: ASTNode, parts: readonly ASTNode[]): Node {
    const items = parts.map((part) => this.check(part));
    const { start, end } = ast;
    const common = items.reduce<ExprType | undefined>(
      (type, item) => (type ? (join(type, item.type) ?? scalar('dyn', true)) : item.type),
      undefined,
    );
    const type = listOf(common ?? scalar('dyn', true));
    const held = items.map((item) => widen(item, type.items));
    if (held.every((item) => item.op === 'const')) {
      return { op: 'const', value: held.map((item) => item.value), type, start, end };
    }
    return { op: 'list', items: held, type, start, end };
  }

  private map(ast: ASTNode, parts: readonly (readonly [ASTNode, ASTNode])[]): Node {
    const entries = parts.map(([key, value]) => [this.check(key), this.check(value)] as const);
    const fields = new Map<string, ExprType>();
    for (const [key, value] of entries) {
      if (key.type.kind === 'string' && key.op === 'const') fields.set(key.value as string, value.type);
      else this.fail(key, 'expr/unsupported', 'the keys of a map are texts in quotes');
    }
    const node: MapNode = { op: 'map', entries, type: mapOf(fields), start: ast.start, end: ast.end };
    return node;
  }
}

/** The node as a value of a wider type: most are held alike; among mixed values timestamps and durations must show what they are. */
export function widen(node: Node, to: ExprType): Node {
  if (to.kind !== 'dyn' || node.type.kind === 'dyn') {
    return to.kind === 'list' && node.type.kind === 'list' && to.items.kind === 'dyn' && node.type.items.kind !== 'dyn'
      ? mix(node, to)
      : node;
  }
  return mix(node, to);
}

function mix(node: Node, to: ExprType): Node {
  return holdsTime(node.type) ? { op: 'mix', operand: node, type: to, start: node.start, end: node.end } : node;
}

function holdsTime(type: ExprType): boolean {
  if (type.kind === 'list') return holdsTime(type.items);
  if (type.kind === 'map') return [...type.fields.values()].some(holdsTime);
  return type.kind === 'timestamp' || type.kind === 'duration';
}

/** The node as a value of the type, checked at run time where it is known only then. */
export function expect(node: Node, type: ExprType): Node {
  if (node.type.kind !== 'dyn') return node;
  const expected = { ...type, nullable: node.type.nullable };
  return { op: 'expect', operand: node, type: expected, start: node.start, end: node.end };
}
