import type { FunctionOverload } from './signature.js';
import type { ExprType } from './type.js';

/** A name that a macro or `cel.bind` brings. */
export interface Variable {
  readonly name: string;
  readonly type: ExprType;
  /** Where the items come from, if they are read from columns: `['items']`. */
  readonly source?: readonly string[] | undefined;
}

export interface NodeBase {
  readonly type: ExprType;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** Reads a column: of the row, or of the items that `variable` runs over. */
export interface LoadNode extends NodeBase {
  readonly op: 'load';
  readonly variable?: Variable | undefined;
  readonly path: readonly string[];
}
/** A literal, or a call that could be evaluated when the expression was compiled; timestamps and durations in ms. */
export interface ConstNode extends NodeBase {
  readonly op: 'const';
  readonly value: unknown;
}
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type RelationOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';
/** On numbers held as doubles: int, double, timestamp, duration. `whole` checks the bounds of int. */
export interface ArithmeticNode extends NodeBase {
  readonly op: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly whole: boolean;
  readonly left: Node;
  readonly right: Node;
}
export interface RelationNode extends NodeBase {
  readonly op: 'relation';
  readonly operator: RelationOperator;
  /** How the operands are held; `any` compares by structure and runtime type. */
  readonly on: 'number' | 'bool' | 'string' | 'any';
  readonly left: Node;
  readonly right: Node;
}
/** `+` and the order of operands known only at run time; `in` a map or a value known only at run time. */
export interface DynamicNode extends NodeBase {
  readonly op: 'dynamic';
  readonly operator: '+' | '<' | '<=' | '>' | '>=' | 'in';
  readonly left: Node;
  readonly right: Node;
}
/** Texts or lists, one after the other. */
export interface ConcatNode extends NodeBase {
  readonly op: 'concat';
  readonly left: Node;
  readonly right: Node;
}
export interface NegateNode extends NodeBase {
  readonly op: 'negate' | 'not';
  readonly operand: Node;
}
export interface LogicNode extends NodeBase {
  readonly op: 'and' | 'or';
  readonly left: Node;
  readonly right: Node;
}
export interface ConditionNode extends NodeBase {
  readonly op: 'condition';
  readonly test: Node;
  readonly yes: Node;
  readonly no: Node;
}
export interface IsNullNode extends NodeBase {
  readonly op: 'isNull';
  readonly operand: Node;
  /** For `!=`. */
  readonly negated: boolean;
}
export interface HasNode extends NodeBase {
  readonly op: 'has';
  readonly operand: LoadNode;
}
/** `x in list`; `x in map` is in `dynamic`. */
export interface InNode extends NodeBase {
  readonly op: 'in';
  readonly left: Node;
  readonly right: Node;
}
/** A value known only at run time, where one of a certain type is needed. */
export interface ExpectNode extends NodeBase {
  readonly op: 'expect';
  readonly operand: Node;
}
/** A timestamp or duration, alone or within a list or map, as it stands among values of mixed types. */
export interface MixNode extends NodeBase {
  readonly op: 'mix';
  readonly operand: Node;
}
export interface FieldNode extends NodeBase {
  readonly op: 'field';
  readonly operand: Node;
  readonly name: string;
}
export interface IndexNode extends NodeBase {
  readonly op: 'index';
  readonly operand: Node;
  readonly index: Node;
}
export interface ListNode extends NodeBase {
  readonly op: 'list';
  readonly items: readonly Node[];
}
export interface MapNode extends NodeBase {
  readonly op: 'map';
  readonly entries: readonly (readonly [Node, Node])[];
}
export interface CallNode extends NodeBase {
  readonly op: 'call';
  readonly name: string;
  /** One, or those among which the runtime types decide. */
  readonly overloads: readonly FunctionOverload[];
  readonly args: readonly Node[];
}
export interface CoalesceNode extends NodeBase {
  readonly op: 'coalesce';
  readonly args: readonly Node[];
}
export interface MacroNode extends NodeBase {
  readonly op: 'all' | 'exists' | 'existsOne' | 'transform' | 'filter';
  readonly list: Node;
  readonly variable: Variable;
  /** The predicate, or what each item becomes. */
  readonly body: Node;
}
export interface BindNode extends NodeBase {
  readonly op: 'bind';
  readonly variable: Variable;
  readonly value: Node;
  readonly body: Node;
} /** Text with values in it; null and absent values leave nothing, or (`strict`) make the whole null. */
export interface TemplateNode extends NodeBase {
  readonly op: 'template';
  readonly strict: boolean;
  readonly parts: readonly (string | Node)[];
}

/** A checked expression: every name resolved, every overload chosen. */
export type Node =
  | LoadNode
  | ConstNode
  | ArithmeticNode
  | RelationNode
  | DynamicNode
  | ConcatNode
  | NegateNode
  | LogicNode
  | ConditionNode
  | IsNullNode
  | HasNode
  | InNode
  | ExpectNode
  | MixNode
  | FieldNode
  | IndexNode
  | ListNode
  | MapNode
  | CallNode
  | CoalesceNode
  | MacroNode
  | BindNode
  | TemplateNode;

/** The operands of a node, in the order written. */
export function operands(node: Node): readonly Node[] {
  switch (node.op) {
    case 'load':
    case 'const':
      return [];
    case 'arithmetic':
    case 'relation':
    case 'dynamic':
    case 'concat':
    case 'and':
    case 'or':
    case 'in':
      return [node.left, node.right];
    case 'negate':
    case 'not':
    case 'isNull':
    case 'has':
    case 'expect':
    case 'mix':
    case 'field':
      return [node.operand];
    case 'condition':
      return [node.test, node.yes, node.no];
    case 'index':
      return [node.operand, node.index];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'call':
    case 'coalesce':
      return node.args;
    case 'all':
    case 'exists':
    case 'existsOne':
    case 'transform':
    case 'filter':
      return [node.list, node.body];
    case 'bind':
      return [node.value, node.body];
    case 'template':
      return node.parts.filter((part) => typeof part !== 'string');
  }
}
