import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { pointerTo } from './diagnostic.js';
import { bracketDepth, MAX_NESTING } from './nesting.js';
import type { Mistake, RawDocument, Span } from './parse.js';
import { readJson } from './read-json.js';
import { numberLoss, setOwn } from './scalars.js';
import type { ScalarNode, SyntaxEntry, SyntaxNode } from './syntax.js';

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON: texts stand in double quotes, and the only words are true, false and null.',
  InvalidNumberFormat: 'This is no number that JSON knows.',
  PropertyNameExpected: 'A property name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma is expected here.',
  CloseBraceExpected: 'A closing brace } is missing.',
  CloseBracketExpected: 'A closing bracket ] is missing.',
  EndOfFileExpected: 'The document has ended before this.',
  InvalidCommentToken: 'This comment is not allowed here.',
  UnexpectedEndOfComment: 'This comment has no end.',
  UnexpectedEndOfString: 'This text has no closing quote.',
  UnexpectedEndOfNumber: 'This number is cut off.',
  InvalidUnicode: 'This Unicode escape is not \\u and four hexadecimal digits.',
  InvalidEscapeCharacter: 'This escape is not known to JSON.',
  InvalidCharacter: 'This character must be escaped in a text.',
};

/** JSON with comments and trailing commas. */
export function parseJson(text: string): RawDocument {
  return readJson(text) ?? parseWrongJson(text);
}

/** As much as can be read of a text that may have mistakes, and these. */
export function parseWrongJson(text: string): RawDocument {
  const errors: ParseError[] = [];
  if (bracketDepth(text) > MAX_NESTING) return tooDeep(text);
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const mistakes: Mistake[] = [];
  const value = root === undefined ? null : build(root, text, [], mistakes);
  for (const { error, offset, length } of independent(errors)) {
    const name = printParseErrorCode(error);
    const end = Math.min(text.length, offset + Math.max(length, 1));
    mistakes.push({ code: 'syntax/json', message: MESSAGES[name] ?? `${name}.`, pointer: '', start: offset, end });
  }
  mistakes.sort((a, b) => a.start - b.start);
  return {
    value,
    mistakes,
    span: (segments, at) => (root === undefined ? undefined : spanOf(root, segments, at)),
    tree: (shift) => root && treeOf(root, shift),
  };
}

function treeOf(node: Node, shift: number): SyntaxNode {
  const { start, end } = spanOfNode(node);
  const placed = { start: start + shift, end: end + shift };
  const { type, children = [] } = node;
  if (type === 'array') {
    return { kind: 'list', ...placed, flow: true, items: children.map((child) => treeOf(child, shift)) };
  }
  if (type !== 'object') return scalar(node, shift);
  const entries = children.flatMap((property): SyntaxEntry[] => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = scalar(key, shift);
    const written = value && treeOf(value, shift);
    return [{ start: name.start, end: (written ?? name).end, key: name, value: written, merge: false }];
  });
  return { kind: 'map', ...placed, flow: true, entries };
}

function scalar(node: Node, shift: number): ScalarNode {
  const { start, end } = spanOfNode(node);
  const style = node.type === 'string' ? 'double' : 'plain';
  const value = (node.value ?? null) as ScalarNode['value'];
  return { kind: 'scalar', start: start + shift, end: end + shift, value, style };
}

/** One mistake of syntax makes the parser stumble over what follows: of errors that touch, the first is kept. */
function independent(errors: readonly ParseError[]): ParseError[] {
  const kept: ParseError[] = [];
  let end = -1;
  for (const error of errors) {
    if (error.offset > end) kept.push(error);
    end = Math.max(end, error.offset + error.length);
  }
  return kept;
}

/** @param path where the node stands; as it was when this returns */
function build(node: Node, text: string, path: (string | number)[], mistakes: Mistake[]): unknown {
  const { type, children = [] } = node;
  if (type === 'array') {
    const list: unknown[] = [];
    for (const [i, child] of children.entries()) {
      path.push(i);
      list.push(build(child, text, path, mistakes));
      path.pop();
    }
    return list;
  }
  if (type === 'object') {
    const object: Record<string, unknown> = {};
    for (const { children: parts = [] } of children) {
      const [key, value] = parts;
      if (key === undefined) continue;
      const name = String(key.value);
      path.push(name);
      if (Object.hasOwn(object, name)) mistakes.push(duplicate(name, pointerTo('', ...path), spanOfNode(key)));
      setOwn(object, name, value === undefined ? null : build(value, text, path, mistakes));
      path.pop();
    }
    return object;
  }
  if (type === 'number') {
    const span = spanOfNode(node);
    const message = numberLoss(text.slice(span.start, span.end));
    if (message !== undefined) {
      mistakes.push({ code: 'syntax/number-range', message, pointer: pointerTo('', ...path), ...span });
    }
  }
  return node.value ?? null;
}

export function tooDeep(text: string): RawDocument {
  const message = `This is nested more than ${MAX_NESTING} levels deep.`;
  const mistake = { code: 'syntax/too-deep', message, pointer: '', start: 0, end: Math.min(1, text.length) };
  return { value: null, mistakes: [mistake], span: () => undefined, tree: () => undefined };
}

export function duplicate(name: string, pointer: string, span: Span): Mistake {
  const message = `"${name}" is written twice here; keep one of the two.`;
  return { code: 'syntax/duplicate-key', message, pointer, at: 'key', ...span };
}

function spanOfNode(node: Node): Span {
  const { offset: start, length, children = [] } = node;
  if (length >= 0) return { start, end: start + length };
  // What was never closed ends with what it holds.
  const last = children.at(-1);
  return { start, end: last === undefined ? start + 1 : spanOfNode(last).end };
}

function spanOf(root: Node, segments: readonly string[], at: 'key' | 'value'): Span | undefined {
  let node = root;
  let key: Node | undefined;
  for (const segment of segments) {
    key = undefined;
    if (node.type === 'array') {
      const next = /^\d+$/.test(segment) ? node.children?.[Number(segment)] : undefined;
      if (next === undefined) return undefined;
      node = next;
    } else if (node.type === 'object') {
      // The last of duplicate keys is the one whose value counts.
      const property = node.children?.filter((p) => p.children?.[0]?.value === segment).at(-1);
      key = property?.children?.[0];
      if (property === undefined || key === undefined) return undefined;
      node = property.children?.[1] ?? key;
    } else {
      return undefined;
    }
  }
  return spanOfNode(at === 'key' && key !== undefined ? key : node);
}
