import type { Column } from '../columns/column.js';
import { formatTemporal } from '../columns/read.js';
import { textColumn } from '../columns/text.js';
import { ExpressionEvaluationError, Fault } from './error.js';
import type { Frame } from './frame.js';
import { bracketed } from './lexeme.js';
import type { Node } from './node.js';
import { temporalFormat } from './temporal-format.js';
import { DurationValue, formatDuration } from './time.js';
import type { ExprType } from './type.js';
import { unpack, type Vec } from './vector.js';

/** The values of an expression as a column. @throws ExpressionEvaluationError for the first row that has no value. */
export function toColumn(node: Node, vec: Vec, frame: Frame, text: string): Column {
  raise(node, vec, text);
  const { type } = node;
  const { length, nulls } = vec;
  const loaded = node.op === 'load' ? frame.column(node) : undefined;
  switch (type.kind) {
    case 'int':
    case 'double':
    case 'duration': {
      const { values } = vec as Extract<Vec, { kind: 'number' }>;
      const decimals = type.kind === 'int' ? 0 : loaded?.kind === 'number' ? loaded.decimals : undefined;
      return { kind: 'number', length, values, decimals, nulls };
    }
    case 'bool':
      return { kind: 'boolean', length, values: (vec as Extract<Vec, { kind: 'bool' }>).values, nulls };
    case 'timestamp': {
      const { values } = vec as Extract<Vec, { kind: 'number' }>;
      return { kind: 'temporal', length, values, format: temporalFormat(node, frame), nulls };
    }
    case 'string':
      if (vec.kind === 'text') return { ...vec.column, nulls, absent: undefined };
      return textColumn(Array.from(unpack(vec, type)) as (string | null)[]);
    default: {
      if (loaded) return { ...loaded, absent: undefined };
      const values = Array.from(unpack(vec, type), (value) => jsonOf(value, type));
      return { kind: 'value', length, values, nulls };
    }
  }
}

/** Throws the fault of the first row that has one, or whose number no column can show. */
export function raise(node: Node, vec: Vec, text: string): void {
  let row = Infinity;
  for (const at of vec.faults?.keys() ?? []) row = Math.min(row, at);
  let fault = vec.faults?.get(row);
  if (node.type.kind === 'double' && vec.kind === 'number') {
    const { values, nulls } = vec;
    for (let i = 0; i < values.length && i < row; i++) {
      // NaN and the infinities are the only doubles that do not leave 0 when taken from themselves.
      if (values[i] - values[i] !== 0 && nulls?.[i] !== 1) {
        row = i;
        fault = notFinite(values[i]).at(node.start, node.end);
      }
    }
  }
  if (fault === undefined) return;
  const { start, end } = bracketed(text, fault.start, fault.end);
  const part = text.slice(start, end);
  const shown = part.length > 60 ? `${part.slice(0, 59)}…` : part;
  throw new ExpressionEvaluationError(fault.code, `${fault.message} in \`${shown}\``, row, start, end);
}

export function notFinite(value: number): Fault {
  return new Fault('expr/not-finite', `the value is ${value}, which no JSON number is`);
}

/** A value as JSON: points in time and durations as ISO 8601 text. */
export function jsonOf(value: unknown, type: ExprType): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return timeText(value.getTime());
  if (value instanceof DurationValue) return formatDuration(value.ms);
  if (type.kind === 'timestamp') return timeText(value as number);
  if (type.kind === 'duration') return formatDuration(value as number);
  if (Array.isArray(value)) {
    const items = type.kind === 'list' ? type.items : MIXED;
    return value.map((item) => jsonOf(item, items));
  }
  if (typeof value !== 'object') return value;
  const fields = type.kind === 'map' ? type.fields : undefined;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonOf(v, fields?.get(k) ?? MIXED)]));
}

const MIXED: ExprType = { kind: 'dyn', nullable: true };

function timeText(ms: number): string {
  return formatTemporal(ms, { type: 'datetime', milliseconds: ms % 1000 !== 0 });
}
