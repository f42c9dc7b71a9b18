import { didYouMean, meaning } from '../schema/suggest.js';
import { expect, type Checker, type Reference } from './checker.js';
import type { LoadNode, Node, Variable } from './node.js';
import type { ASTNode } from './parse.js';
import { aType, orNull, scalar, type ExprType } from './type.js';

/** One step of a path: `.name` or `["name"]`. */
interface Step {
  readonly name: string;
  /** Written with a dot, so that it may be a part of a dotted name. */
  readonly dotted: boolean;
  /** Of the name itself. */
  readonly start: number;
  readonly end: number;
  /** Where the access ends, behind the bracket. */
  readonly to: number;
}

type Access = Extract<ASTNode, { op: '.' | '[]' }>;

/** `a.b["c"].d` as its first node and the steps behind it. */
function unroll(ast: ASTNode): { base: ASTNode; steps: Step[] } {
  const steps: Step[] = [];
  let node = ast;
  for (;;) {
    const step = stepOf(node);
    if (step === undefined) return { base: node, steps: steps.reverse() };
    steps.push(step);
    node = (node as Access).args[0];
  }
}

function stepOf(node: ASTNode): Step | undefined {
  if (node.op === '.') return { name: node.args[1], dotted: true, start: node.pos, end: node.end, to: node.end };
  if (node.op !== '[]') return undefined;
  const index = node.args[1];
  if (index.op !== 'value' || typeof index.args !== 'string') return undefined;
  return { name: index.args, dotted: false, start: index.start, end: index.end, to: node.end };
}

/** A name with the fields behind it. */
export function checkPath(checker: Checker, ast: ASTNode, use: Reference['use']): Node {
  const { base, steps } = unroll(ast);
  if (base.op !== 'id') return steps.reduce((node, step) => field(checker, node, step), checker.check(base));
  const head: Step = { name: base.args, dotted: true, start: base.start, end: base.end, to: base.end };
  const variable = checker.variable(head.name);
  if (variable) return walk(checker, variable, [], variable.type, base.start, head.to, steps, use);

  let all = [head, ...steps];
  if (head.name === 'row' && steps.length > 0 && checker.scope.lookup('row') === undefined) {
    // The first step is the name itself, in whatever form it is written.
    all = [{ ...steps[0], dotted: true }, ...steps.slice(1)];
  }
  const found = longest(all, 0, (name, followed) => checker.scope.lookup(name, followed));
  if (found === undefined) return unknownName(checker, all[0]);
  const rest = all.slice(found.count);
  return walk(checker, undefined, [found.name], found.type, base.start, all[found.count - 1].to, rest, use);
}

/** The longest dotted name at `from` that is known: a whole field name beats a dotted path. */
function longest(
  steps: readonly Step[],
  from: number,
  lookup: (name: string, followed: boolean) => ExprType | undefined,
): { name: string; type: ExprType; count: number } | undefined {
  let end = from + 1;
  while (end < steps.length && steps[end].dotted && steps[from].dotted) end++;
  for (; end > from; end--) {
    const name = steps
      .slice(from, end)
      .map((s) => s.name)
      .join('.');
    const type = lookup(name, end < steps.length);
    if (type) return { name, type, count: end - from };
  }
  return undefined;
}

/** Follows fields that are columns of their own; what lies deeper is looked up in the values. */
function walk(
  checker: Checker,
  variable: Variable | undefined,
  path: readonly string[],
  type: ExprType,
  start: number,
  end: number,
  steps: readonly Step[],
  use: Reference['use'],
): Node {
  let current = type;
  let at = 0;
  let last = end;
  const names = [...path];
  const columns = variable === undefined || variable.source !== undefined;
  while (columns && at < steps.length && current.kind === 'map') {
    const { fields, nullable } = current;
    const found = longest(steps, at, (name, followed) => fields.get(name, followed));
    if (found === undefined) return unknownField(checker, steps[at], fields);
    names.push(found.name);
    current = orNull(found.type, nullable);
    at += found.count;
    last = steps[at - 1].to;
  }
  const load: LoadNode = { op: 'load', variable, path: names, type: current, start, end: last };
  checker.refer(load, at < steps.length ? 'value' : use);
  return steps.slice(at).reduce<Node>((node, step) => field(checker, node, step), load);
}

function field(checker: Checker, operand: Node, step: Step): Node {
  const { type } = operand;
  const node = (result: ExprType): Node => {
    return { op: 'field', operand, name: step.name, type: result, start: operand.start, end: step.to };
  };
  if (type.kind === 'dyn') return node(scalar('dyn', true));
  if (type.kind === 'map') {
    const found = type.fields.get(step.name);
    return found ? node(orNull(found, type.nullable)) : unknownField(checker, step, type.fields);
  }
  if (type.kind === 'list') {
    const message = `this is a list: take an item with [0].${step.name}, or all with .map(i, i.${step.name})`;
    return checker.fail(step, 'expr/type', message);
  }
  return checker.fail(step, 'expr/type', `${aType(type)} has no fields`);
}

function unknownName(checker: Checker, { name, start, end }: Step): Node {
  const known = [...checker.variableNames(), ...checker.scope.names()];
  const suggestions = didYouMean(name, known);
  return checker.fail(
    { start, end },
    'expr/unknown-name',
    `there is no name "${name}" here.${meaning(suggestions)}`,
    suggestions,
  );
}

function unknownField(checker: Checker, { name, start, end }: Step, fields: ReadonlyMap<string, ExprType>): Node {
  const suggestions = didYouMean(name, fields.keys());
  return checker.fail(
    { start, end },
    'expr/unknown-name',
    `there is no field "${name}".${meaning(suggestions)}`,
    suggestions,
  );
}

/** `list[0]`, `map["key"]`, `map[key]`. */
export function checkIndex(checker: Checker, ast: Access, use: Reference['use']): Node {
  if (stepOf(ast)) return checkPath(checker, ast, use);
  const [target, key] = ast.args as [ASTNode, ASTNode];
  const operand = checker.check(target);
  const index = checker.check(key);
  const { start, end } = ast;
  const nullable = operand.type.nullable || index.type.nullable;
  const { kind } = operand.type;
  if (kind === 'list') {
    if (index.type.kind !== 'int' && index.type.kind !== 'dyn') {
      return checker.fail(index, 'expr/type', `a list is indexed by an int, not ${aType(index.type)}`);
    }
    const type = orNull(operand.type.items, nullable);
    return { op: 'index', operand, index: expect(index, scalar('int')), type, start, end };
  }
  if (kind === 'map' || kind === 'dyn') return { op: 'index', operand, index, type: scalar('dyn', true), start, end };
  const instead = kind === 'string' ? '; use .charAt(i)' : '';
  return checker.fail(operand, 'expr/type', `${aType(operand.type)} has no items${instead}`);
}
