import type { Dictionary, DictionaryColumn } from '../columns/column.js';
import { Frame } from './frame.js';
import { operands, type LoadNode, type Node } from './node.js';
import { fromColumn, gather, unpack, type Vec } from './vector.js';

/** For each node the only column it reads, if it reads just one and does more than reading it. */
const soleLoads = new WeakMap<Node, LoadNode | null>();
/** What a node makes of each value of a dictionary, and last of null. */
const tables = new WeakMap<Node, WeakMap<Dictionary, Table>>();

interface Table {
  readonly values: Vec;
  /** Whether some value of the dictionary itself gives null. */
  readonly givesNull: boolean;
  /** The texts as a dictionary, where that is what the values are. */
  readonly texts: Dictionary | undefined;
}

/** Larger dictionaries are not worth a table unless the batch is larger still. */
const SMALL = 1024;

/**
 * Evaluates a node that depends on a single dictionary column once for each value of the dictionary. `undefined` where it
 * does not.
 */
export function throughDictionary(
  node: Node,
  frame: Frame,
  compute: (node: Node, frame: Frame) => Vec,
): Vec | undefined {
  const load = soleLoad(node);
  if (load === null) return undefined;
  const column = frame.column(load);
  if (column?.kind !== 'dictionary') return undefined;
  const size = column.dictionary.values.length;
  if (size > Math.max(SMALL, column.length)) return undefined;

  let known = tables.get(node);
  if (known === undefined) tables.set(node, (known = new WeakMap()));
  let table = known.get(column.dictionary);
  if (table === undefined) {
    const values = compute(node, Frame.of(fromColumn(everyValue(column.dictionary), load.type)));
    table = { values, givesNull: values.nulls?.subarray(0, size).includes(1) ?? false, texts: textsOf(values, node) };
    known.set(column.dictionary, table);
  }

  const codes = column.nulls ? withNull(column.codes, column.nulls, size) : column.codes;
  const marks = column.nulls || table.givesNull ? table.values.nulls : undefined;
  if (table.texts === undefined) return gather({ ...table.values, nulls: marks }, codes);
  const nulls = marks && Uint8Array.from(codes, (code) => marks[code]);
  const texts: DictionaryColumn = { kind: 'dictionary', length: codes.length, codes, dictionary: table.texts };
  return { kind: 'text', length: codes.length, column: texts, nulls, faults: undefined };
}

/** A column with a row for each value and one more that is null. */
function everyValue(dictionary: Dictionary): DictionaryColumn {
  const size = dictionary.values.length;
  const codes = Int32Array.from({ length: size + 1 }, (_, i) => (i < size ? i : 0));
  const nulls = new Uint8Array(size + 1);
  nulls[size] = 1;
  return { kind: 'dictionary', length: size + 1, codes, dictionary, nulls };
}

function textsOf(values: Vec, node: Node): Dictionary | undefined {
  if (node.type.kind !== 'string' || values.faults) return undefined;
  return { values: Array.from(unpack(values, node.type), (value) => value ?? '') };
}

function withNull(codes: Int32Array, nulls: Uint8Array, code: number): Int32Array {
  const out = new Int32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = nulls[i] === 1 ? code : codes[i];
  return out;
}

function soleLoad(node: Node): LoadNode | null {
  let sole = soleLoads.get(node);
  if (sole === undefined) {
    sole = node.op === 'load' || node.op === 'const' ? null : (findSole(node) ?? null);
    soleLoads.set(node, sole);
  }
  return sole;
}

/** The load that all loads below are equal to; null if there are several or names of their own, undefined if none. */
function findSole(node: Node): LoadNode | null | undefined {
  switch (node.op) {
    case 'load':
      return node;
    case 'has':
    case 'bind':
    case 'all':
    case 'exists':
    case 'existsOne':
    case 'transform':
    case 'filter':
      return null;
    default: {
      let sole: LoadNode | undefined;
      for (const part of operands(node)) {
        const found = findSole(part);
        if (found === null) return null;
        if (found === undefined) continue;
        if (sole && (sole.variable !== found.variable || sole.path.join('\0') !== found.path.join('\0'))) return null;
        sole = found;
      }
      return sole;
    }
  }
}
