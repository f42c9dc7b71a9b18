import { didYouMean, meaning } from '../schema/suggest.js';
import { checkTruth } from './check-operators.js';
import { expect, widen, type Checker, type Reference } from './checker.js';
import { Fault } from './error.js';
import { findFunction, functionNames, macroUsage } from './functions.js';
import type { ConstNode, MacroNode, Node, Variable } from './node.js';
import type { ASTNode } from './parse.js';
import { fit, needsItems, resultOf, type FunctionOverload } from './signature.js';
import { regex } from './string-functions.js';
import { aType, describeType, join, listOf, orNull, scalar, type ExprType } from './type.js';

/** `name(args)`. */
export function checkCall(checker: Checker, ast: ASTNode, name: string, args: readonly ASTNode[]): Node {
  if (name === 'has') return checkHas(checker, ast, args);
  if (name === 'coalesce') return checkCoalesce(checker, ast, args);
  const place = { start: ast.start, end: ast.start + name.length };
  return callOf(checker, ast, place, name, false, checkArguments(checker, name, args));
}

/** `receiver.name(args)`. */
export function checkMethod(
  checker: Checker,
  ast: ASTNode,
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  use: Reference['use'],
): Node {
  const from = checker.text.indexOf(name, receiver.end);
  const place = { start: from, end: from + name.length };
  if (name === 'bind' && args.length === 3 && receiver.op === 'id' && receiver.args === 'cel') {
    if (checker.scope.lookup('cel') === undefined) return checkBind(checker, ast, args);
  }
  const macro = MACROS[`${name}/${args.length}`];
  if (macro) return checkMacro(checker, ast, macro, receiver, args, use);
  return callOf(checker, ast, place, name, true, checkArguments(checker, name, [receiver, ...args]));
}

function checkArguments(checker: Checker, name: string, args: readonly ASTNode[]): Node[] {
  return args.map((arg) => checker.check(arg, name === 'size' ? 'length' : 'value'));
}

function callOf(
  checker: Checker,
  ast: ASTNode,
  place: { start: number; end: number },
  name: string,
  method: boolean,
  args: readonly Node[],
): Node {
  const named = findFunction(name);
  const types = args.map((arg) => arg.type);
  const candidates = named.filter((o) => o.method === method);
  if (candidates.length === 0) return unknownFunction(checker, place, name, method, named);
  if (name === 'dyn' && args.length === 1) {
    const type = scalar('dyn', types[0].nullable);
    const widened = widen(args[0], type);
    return widened === args[0] ? { ...args[0], type } : widened;
  }
  const costs = candidates.map((o) => fit(o, types) ?? Infinity);
  const least = Math.min(...costs);
  if (least === Infinity) {
    const given = `${method ? `${describeType(types[0])}.` : ''}${name}(${types
      .slice(method ? 1 : 0)
      .map(describeType)
      .join(', ')})`;
    const known = candidates.slice(0, 4).map((o) => o.signature);
    return checker.fail(ast, 'expr/type', `there is no ${given}; there is ${known.join(', ')}`);
  }
  const overloads = candidates.filter((_, i) => costs[i] === least);
  const literal = checkLiteral(checker, ast, name, overloads[0], args);
  if (literal) return literal;
  const nullable = types.some((t) => t.nullable) || overloads.some((o) => hasNullItems(o, types));
  const result = overloads
    .map((o) => resultOf(o, types))
    .reduce<ExprType>((a, b) => join(a, b) ?? scalar('dyn', true), resultOf(overloads[0], types));
  return { op: 'call', name, overloads, args, type: orNull(result, nullable), start: ast.start, end: ast.end };
}

function hasNullItems(overload: FunctionOverload, types: readonly ExprType[]): boolean {
  return types.some((t, i) => t.kind === 'list' && t.items.nullable && needsItems(overload.params[i]));
}

/** Calls on literals: evaluated now where that succeeds; texts that can never be read are mistakes. */
function checkLiteral(
  checker: Checker,
  ast: ASTNode,
  name: string,
  overload: FunctionOverload,
  args: readonly Node[],
): Node | undefined {
  const isConstant = (node: Node): node is ConstNode => node.op === 'const' && node.value !== null;
  try {
    if (name === 'matches' && isConstant(args[1])) regex(String(args[1].value));
    if (name !== 'timestamp' && name !== 'duration') return undefined;
    if (!args.every(isConstant) || args.some((arg) => arg.type.kind === 'dyn')) return undefined;
    const value = overload.call(...args.map((arg) => arg.value));
    return { op: 'const', value, type: scalar(name), start: ast.start, end: ast.end };
  } catch (error) {
    if (error instanceof Fault) return checker.fail(args.at(-1) ?? ast, 'expr/literal', error.message);
    throw error;
  }
}

function unknownFunction(
  checker: Checker,
  place: { start: number; end: number },
  name: string,
  method: boolean,
  named: readonly FunctionOverload[],
): Node {
  const instead = named[0]?.signature.replace(/:.*$/, '') ?? macroUsage(name);
  if (instead !== undefined) {
    return checker.fail(place, 'expr/unknown-function', `${name} is written ${instead}`);
  }
  const suggestions = didYouMean(name, [...functionNames(), 'has', 'coalesce', 'map', 'filter', 'exists', 'all']);
  const what = method ? `method .${name}()` : `function ${name}()`;
  return checker.fail(place, 'expr/unknown-function', `there is no ${what}.${meaning(suggestions)}`, suggestions);
}

function checkHas(checker: Checker, ast: ASTNode, args: readonly ASTNode[]): Node {
  const operand = args.length === 1 ? checker.check(args[0], 'length') : undefined;
  const { start, end } = ast;
  const type = scalar('bool');
  if (operand?.op === 'load') return { op: 'has', operand, type, start, end };
  if (operand?.op === 'field') {
    const key: Node = { op: 'const', value: operand.name, type: scalar('string'), start, end };
    const nullable = scalar('bool', operand.operand.type.nullable);
    return { op: 'dynamic', operator: 'in', left: key, right: operand.operand, type: nullable, start, end };
  }
  if (operand?.type.kind === 'dyn' && checker.errors.length > 0) return operand;
  return checker.fail(ast, 'expr/type', 'has() takes a field, such as has(users.nickname)');
}

function checkCoalesce(checker: Checker, ast: ASTNode, args: readonly ASTNode[]): Node {
  const nodes = args.map((arg) => checker.check(arg));
  if (nodes.length === 0) return checker.fail(ast, 'expr/type', 'coalesce() needs values to choose from');
  const common = nodes.slice(1).reduce<ExprType | undefined>((t, n) => t && join(t, n.type), nodes[0].type);
  if (common === undefined) {
    const kinds = [...new Set(nodes.map((n) => describeType(n.type)))].join(', ');
    return checker.fail(ast, 'expr/type', `the values of coalesce() differ: ${kinds}; convert them`);
  }
  const type = { ...common, nullable: nodes.every((n) => n.type.nullable) };
  return { op: 'coalesce', args: nodes.map((n) => widen(n, type)), type, start: ast.start, end: ast.end };
}

type Macro = MacroNode['op'] | 'filterTransform';

const MACROS: Readonly<Record<string, Macro>> = {
  'all/2': 'all',
  'exists/2': 'exists',
  'exists_one/2': 'existsOne',
  'filter/2': 'filter',
  'map/2': 'transform',
  'map/3': 'filterTransform',
};

function checkMacro(
  checker: Checker,
  ast: ASTNode,
  macro: Macro,
  receiver: ASTNode,
  args: readonly ASTNode[],
  use: Reference['use'],
): Node {
  const list = expect(checker.check(receiver, macro === 'filter' ? use : 'length'), listOf(scalar('dyn', true)));
  if (list.type.kind !== 'list') {
    return checker.fail(receiver, 'expr/type', `${aType(list.type)} has no items to go through`);
  }
  const [name] = args;
  if (name.op !== 'id') return checker.fail(name, 'expr/syntax', 'a name for the item belongs here, such as i');
  const variable: Variable = { name: name.args, type: list.type.items, source: sourceOf(list) };
  const place = { start: ast.start, end: ast.end };
  return checker.within(variable, (): Node => {
    if (macro === 'filterTransform') {
      const kept: Node = {
        op: 'filter',
        list,
        variable,
        body: checkTruth(checker, args[1]),
        type: list.type,
        ...place,
      };
      return transform(kept, variable, checker.check(args[2]), place);
    }
    if (macro === 'transform') return transform(list, variable, checker.check(args[1]), place);
    const body = checkTruth(checker, args[1]);
    const type = macro === 'filter' ? list.type : scalar('bool', list.type.nullable || body.type.nullable);
    return { op: macro, list, variable, body, type, ...place };
  });
}

function transform(list: Node, variable: Variable, body: Node, place: { start: number; end: number }): Node {
  return { op: 'transform', list, variable, body, type: listOf(body.type, list.type.nullable), ...place };
}

/** The column path that the items of a list come from. */
function sourceOf(list: Node): readonly string[] | undefined {
  if (list.op === 'filter') return sourceOf(list.list);
  if (list.op !== 'load') return undefined;
  if (list.variable === undefined) return list.path;
  return list.variable.source && [...list.variable.source, ...list.path];
}

function checkBind(checker: Checker, ast: ASTNode, args: readonly ASTNode[]): Node {
  const [name] = args;
  if (name.op !== 'id') return checker.fail(name, 'expr/syntax', 'cel.bind() begins with a name');
  const value = checker.check(args[1]);
  const variable: Variable = { name: name.args, type: value.type };
  const body = checker.within(variable, () => checker.check(args[2]));
  return { op: 'bind', variable, value, body, type: body.type, start: ast.start, end: ast.end };
}
