import { arithmetic, negate } from './arithmetic.js';
import { call, concat, dynamic, expectType, fieldOfValue, indexValue, mix } from './calls.js';
import { throughDictionary } from './dictionary.js';
import type { Frame } from './frame.js';
import { asList, itemAt, macro } from './lists.js';
import { allFaults, coalesce, condition, isNull, logic, not } from './logic.js';
import type { ConstNode, Node } from './node.js';
import { isIn, relation } from './relation.js';
import { writeTemplate } from './template-writer.js';
import { pack, unpack, type BoolVec, type NumberVec, type Vec } from './vector.js';

/** Evaluates a node for all rows of a frame at once. Never throws for the data: faults stand beside their rows. */
export function evaluate(node: Node, frame: Frame): Vec {
  return throughDictionary(node, frame, compute) ?? compute(node, frame);
}

function compute(node: Node, frame: Frame): Vec {
  switch (node.op) {
    case 'const':
      return constant(node, frame.length);
    case 'load':
      return frame.load(node);
    case 'arithmetic':
      return arithmetic(node, evaluate(node.left, frame) as NumberVec, evaluate(node.right, frame) as NumberVec);
    case 'relation':
      return relation(node, evaluate(node.left, frame), evaluate(node.right, frame));
    case 'dynamic':
      return dynamic(node, evaluate(node.left, frame), evaluate(node.right, frame));
    case 'concat':
      return concat(node, node.left, node.right, evaluate(node.left, frame), evaluate(node.right, frame));
    case 'negate':
      return negate(evaluate(node.operand, frame) as NumberVec, node.type.kind === 'int');
    case 'not':
      return not(evaluate(node.operand, frame) as BoolVec);
    case 'and':
    case 'or': {
      const [left, right] = [evaluate(node.left, frame), evaluate(node.right, frame)];
      return logic(left as BoolVec, right as BoolVec, node.op === 'and' ? 0 : 1);
    }
    case 'condition': {
      const test = evaluate(node.test, frame) as BoolVec;
      return condition(test, evaluate(node.yes, frame), evaluate(node.no, frame), node.type);
    }
    case 'isNull':
      return isNull(evaluate(node.operand, frame), node.negated);
    case 'has': {
      const absent = frame.absent(node.operand);
      const values = absent ? absent.map((mark) => mark ^ 1) : new Uint8Array(frame.length).fill(1);
      return { kind: 'bool', length: frame.length, values, nulls: undefined, faults: undefined };
    }
    case 'in':
      return isIn(node.left, node.right, evaluate(node.left, frame), evaluate(node.right, frame));
    case 'expect':
      return expectType(node, evaluate(node.operand, frame));
    case 'mix':
      return mix(node.operand, evaluate(node.operand, frame), node.type);
    case 'field':
      return fieldOfValue(node, node.operand, node.name, evaluate(node.operand, frame));
    case 'index': {
      const operand = evaluate(node.operand, frame);
      const index = evaluate(node.index, frame);
      if (node.operand.type.kind !== 'list' || index.kind !== 'number') return indexValue(node, operand, index);
      return itemAt(node, asList(operand, node.operand.type.items), index, node.operand.type.items);
    }
    case 'list':
    case 'map':
      return collect(node, frame);
    case 'call':
      return call(
        node,
        node.args.map((arg) => evaluate(arg, frame)),
      );
    case 'coalesce':
      return coalesce(
        node.args.map((arg) => evaluate(arg, frame)),
        node.type,
      );
    case 'all':
    case 'exists':
    case 'existsOne':
    case 'transform':
    case 'filter': {
      const items = node.list.type.kind === 'list' ? node.list.type.items : node.list.type;
      return macro(node, asList(evaluate(node.list, frame), items), frame, (inner) => evaluate(node.body, inner));
    }
    case 'bind':
      return evaluate(node.body, frame.bind(node.variable, evaluate(node.value, frame)));
    case 'template':
      return writeTemplate(node, frame, (part) => evaluate(part, frame));
  }
}

const constants = new WeakMap<ConstNode, Vec>();

function constant(node: ConstNode, length: number): Vec {
  let vec = constants.get(node);
  if (vec === undefined || vec.length !== length) {
    vec = repeat(node, length);
    constants.set(node, vec);
  }
  return vec;
}

function repeat({ value, type }: ConstNode, length: number): Vec {
  const marks = { nulls: undefined, faults: undefined };
  if (value !== null && typeof value === 'number' && type.kind !== 'dyn') {
    return { kind: 'number', length, values: new Float64Array(length).fill(value), ...marks };
  }
  return pack(new Array<unknown>(length).fill(value), type);
}

/** A list or map of the values of its parts. */
function collect(node: Extract<Node, { op: 'list' | 'map' }>, frame: Frame): Vec {
  const parts = node.op === 'list' ? node.items : node.entries.map(([, value]) => value);
  const keys = node.op === 'list' ? undefined : node.entries.map(([key]) => (key as ConstNode).value as string);
  const vecs = parts.map((part) => evaluate(part, frame));
  const values = vecs.map((vec, k) => unpack(vec, parts[k].type));
  const out: unknown[] = new Array(frame.length);
  for (let i = 0; i < out.length; i++) {
    const row = values.map((column) => column[i]);
    out[i] = keys ? Object.fromEntries(keys.map((key, k) => [key, row[k]])) : row;
  }
  return pack(out, node.type, allFaults(vecs));
}
