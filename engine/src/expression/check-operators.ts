import { expect, widen, type Checker } from './checker.js';
import type { ArithmeticOperator, Node, RelationNode, RelationOperator } from './node.js';
import type { ASTNode } from './parse.js';
import { aType, describeType, isNumeric, join, listOf, scalar, type ExprType, type ScalarKind } from './type.js';

type BinaryOperator = ArithmeticOperator | RelationOperator | 'in';

export function checkBinary(
  checker: Checker,
  ast: ASTNode,
  operator: BinaryOperator,
  args: readonly [ASTNode, ASTNode],
): Node {
  if ((operator === '==' || operator === '!=') && args.some(isNullLiteral)) {
    const [literal, other] = isNullLiteral(args[0]) ? args : [args[1], args[0]];
    checker.check(literal);
    const operand = checker.check(other, 'length');
    const { start, end } = ast;
    return { op: 'isNull', operand, negated: operator === '!=', type: scalar('bool'), start, end };
  }
  const left = checker.check(args[0]);
  const right = checker.check(args[1]);
  if (left.type.kind === 'null' || right.type.kind === 'null') {
    return checker.fail(ast, 'expr/type', `null ${operator} anything is null; compare with == null`);
  }
  if (operator === 'in') return checkIn(checker, ast, left, right);
  if (isRelation(operator)) return checkRelation(checker, ast, operator, left, right);
  return checkArithmetic(checker, ast, operator, left, right);
}

function isNullLiteral(ast: ASTNode): boolean {
  return ast.op === 'value' && ast.args === null;
}

function isRelation(operator: BinaryOperator): operator is RelationOperator {
  return operator === '==' || operator === '!=' || operator.startsWith('<') || operator.startsWith('>');
}

function mismatch(checker: Checker, ast: ASTNode, operator: string, left: Node, right: Node, way = ''): Node {
  const message = `${describeType(left.type)} ${operator} ${describeType(right.type)} has no meaning${way}`;
  return checker.fail(ast, 'expr/type', message);
}

function checkArithmetic(checker: Checker, ast: ASTNode, operator: ArithmeticOperator, left: Node, right: Node): Node {
  const { start, end } = ast;
  const nullable = left.type.nullable || right.type.nullable;
  const [a, b] = [left.type.kind, right.type.kind];
  if (a === 'dyn' && b === 'dyn' && operator === '+') {
    return { op: 'dynamic', operator, left, right, type: scalar('dyn', nullable), start, end };
  }
  const number = (kind: ScalarKind, l: Node, r: Node): Node => {
    const whole = kind === 'int';
    return { op: 'arithmetic', operator, whole, left: l, right: r, type: scalar(kind, nullable), start, end };
  };
  const numeric = (kind: string): boolean => kind === 'int' || kind === 'double' || kind === 'dyn';
  if (numeric(a) && numeric(b)) {
    if (operator === '%') {
      if (a === 'double' || b === 'double')
        return mismatch(checker, ast, operator, left, right, '; convert with int()');
      return number('int', expect(left, scalar('int')), expect(right, scalar('int')));
    }
    if (a === 'int' && b === 'int') {
      if (operator === '/') hintDivision(checker, ast, left, right);
      return number('int', left, right);
    }
    return number('double', expect(left, scalar('double')), expect(right, scalar('double')));
  }
  if (operator === '+' && (a === 'string' || b === 'string') && isOneOf(a, b, 'string')) {
    const [l, r] = [expect(left, scalar('string')), expect(right, scalar('string'))];
    return { op: 'concat', left: l, right: r, type: scalar('string', nullable), start, end };
  }
  if (operator === '+' && (a === 'list' || b === 'list') && isOneOf(a, b, 'list')) {
    const [l, r] = [expect(left, listOf(scalar('dyn', true))), expect(right, listOf(scalar('dyn', true)))];
    const type = { ...(join(l.type, r.type) as ExprType), nullable };
    return { op: 'concat', left: widen(l, type), right: widen(r, type), type, start, end };
  }
  const times = TIME_ARITHMETIC[`${a} ${operator} ${b}`];
  if (times) return number(times, left, right);
  if (operator === '+' && (a === 'string' || b === 'string')) {
    return mismatch(checker, ast, operator, left, right, '; convert with string()');
  }
  return mismatch(checker, ast, operator, left, right);
}

const TIME_ARITHMETIC: Readonly<Record<string, ScalarKind>> = {
  'timestamp + duration': 'timestamp',
  'duration + timestamp': 'timestamp',
  'timestamp - duration': 'timestamp',
  'timestamp - timestamp': 'duration',
  'duration + duration': 'duration',
  'duration - duration': 'duration',
};

function isOneOf(a: string, b: string, kind: string): boolean {
  return (a === kind || a === 'dyn') && (b === kind || b === 'dyn');
}

function hintDivision(checker: Checker, ast: ASTNode, left: Node, right: Node): void {
  const exact = left.op === 'const' && right.op === 'const' && (left.value as number) % (right.value as number) === 0;
  if (exact) return;
  const { start, end } = ast;
  const message = 'two integers divide without the fraction: 7 / 2 is 3; for 3.5 write double(a) / b';
  checker.hints.push({ code: 'expr/integer-division', message, start, end });
}

function checkRelation(checker: Checker, ast: ASTNode, operator: RelationOperator, left: Node, right: Node): Node {
  const { start, end } = ast;
  const type = scalar('bool', left.type.nullable || right.type.nullable);
  const equality = operator === '==' || operator === '!=';
  const [a, b] = [left.type, right.type];
  const relation = (on: RelationNode['on'], l: Node, r: Node): Node => {
    return { op: 'relation', operator, on, left: l, right: r, type, start, end };
  };
  if (join(a, b) === undefined) {
    const way =
      a.kind === 'timestamp' || b.kind === 'timestamp'
        ? "; write timestamp('2026-01-31')"
        : a.kind === 'duration' || b.kind === 'duration'
          ? "; write duration('1h30m')"
          : equality
            ? ': they are never equal'
            : '';
    return mismatch(checker, ast, operator, left, right, way);
  }
  if (a.kind === 'dyn' || b.kind === 'dyn') {
    if (equality) return relation('any', widen(left, scalar('dyn')), widen(right, scalar('dyn')));
    if (a.kind === b.kind) return { op: 'dynamic', operator, left, right, type, start, end };
    const known = a.kind === 'dyn' ? b : a;
    const wanted = isNumeric(known) ? scalar('double') : known;
    return checkRelation(checker, ast, operator, expect(left, wanted), expect(right, wanted));
  }
  switch (a.kind) {
    case 'int':
    case 'double':
    case 'timestamp':
    case 'duration':
      return relation('number', left, right);
    case 'bool':
      return relation('bool', left, right);
    case 'string':
      return relation('string', left, right);
    default:
      if (!equality) return mismatch(checker, ast, operator, left, right);
      return relation('any', widen(left, join(a, b) as ExprType), widen(right, join(a, b) as ExprType));
  }
}

function checkIn(checker: Checker, ast: ASTNode, left: Node, right: Node): Node {
  const { start, end } = ast;
  const type = scalar('bool', left.type.nullable || right.type.nullable);
  if (right.type.kind === 'list') {
    const items = right.type.items;
    const both = join(left.type, items);
    if (both === undefined) return mismatch(checker, ast, 'in', left, right, ': it is never found');
    return { op: 'in', left: widen(left, both), right: widen(right, listOf(both)), type, start, end };
  }
  if (right.type.kind === 'map' || right.type.kind === 'dyn') {
    return { op: 'dynamic', operator: 'in', left: widen(left, scalar('dyn')), right, type, start, end };
  }
  const way = right.type.kind === 'string' ? '; write text.contains(part)' : '';
  return mismatch(checker, ast, 'in', left, right, way);
}

export function checkLogic(checker: Checker, ast: ASTNode, op: 'and' | 'or', args: readonly [ASTNode, ASTNode]): Node {
  const [left, right] = args.map((arg) => checkTruth(checker, arg));
  const type = scalar('bool', left.type.nullable || right.type.nullable);
  return { op, left, right, type, start: ast.start, end: ast.end };
}

/** An expression that must be true or false. */
export function checkTruth(checker: Checker, ast: ASTNode): Node {
  const node = checker.check(ast);
  if (node.type.kind === 'bool') return node;
  if (node.type.kind === 'dyn') return expect(node, scalar('bool'));
  if (node.type.kind === 'null') {
    return { op: 'const', value: null, type: scalar('bool', true), start: node.start, end: node.end };
  }
  return checker.fail(node, 'expr/type', `${aType(node.type)} is neither true nor false; compare it`);
}

export function checkNegation(checker: Checker, ast: ASTNode, operator: '!_' | '-_', arg: ASTNode): Node {
  const { start, end } = ast;
  if (operator === '!_') {
    const operand = checkTruth(checker, arg);
    return { op: 'not', operand, type: scalar('bool', operand.type.nullable), start, end };
  }
  const operand = expect(checker.check(arg), scalar('double'));
  const { type } = operand;
  if (!isNumeric(type) && type.kind !== 'duration') {
    return checker.fail(ast, 'expr/type', `${aType(type)} has no sign`);
  }
  if (operand.op === 'const' && operand.value !== null) {
    const negative = -(operand.value as number);
    return { op: 'const', value: type.kind === 'int' ? negative + 0 : negative, type, start, end };
  }
  return { op: 'negate', operand, type, start, end };
}

export function checkCondition(checker: Checker, ast: ASTNode, args: readonly [ASTNode, ASTNode, ASTNode]): Node {
  const test = checkTruth(checker, args[0]);
  const [yes, no] = [checker.check(args[1]), checker.check(args[2])];
  const type = join(yes.type, no.type);
  if (type === undefined) {
    const message = `the branches differ: ${describeType(yes.type)} and ${describeType(no.type)}; convert one of them`;
    return checker.fail(ast, 'expr/type', message);
  }
  const both = test.type.nullable ? { ...type, nullable: true } : type;
  return {
    op: 'condition',
    test,
    yes: widen(yes, both),
    no: widen(no, both),
    type: both,
    start: ast.start,
    end: ast.end,
  };
}
