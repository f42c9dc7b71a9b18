import type { TemporalFormat } from '../columns/column.js';
import type { Frame } from './frame.js';
import type { Node } from './node.js';

const PRECISE: TemporalFormat = { type: 'datetime', milliseconds: true };

/**
 * How the timestamps of a node are written: a date stays a date while it is only chosen or compared, milliseconds are shown
 * where some operand shows them or could bring them. The same for all batches.
 */
export function temporalFormat(node: Node, frame: Frame): TemporalFormat {
  switch (node.op) {
    case 'load': {
      if (node.path[0] === '_now' && node.variable === undefined) {
        return { type: 'datetime', milliseconds: frame.now % 1000 !== 0 };
      }
      if (node.variable && !node.variable.source) return PRECISE;
      let column = frame.rowColumn([...(node.variable?.source ?? []), ...node.path]);
      while (column?.kind === 'list') column = column.items;
      return column?.kind === 'temporal' ? column.format : PRECISE;
    }
    case 'const':
      return { type: 'datetime', milliseconds: fractional(node.value) };
    case 'arithmetic': {
      const [at, by] = node.left.type.kind === 'timestamp' ? [node.left, node.right] : [node.right, node.left];
      const format = temporalFormat(at, frame);
      const milliseconds = hasMilliseconds(format) || !(by.op === 'const' && !fractional(by.value));
      return { type: 'datetime', milliseconds };
    }
    case 'condition':
      return either(temporalFormat(node.yes, frame), temporalFormat(node.no, frame));
    case 'transform':
    case 'bind':
      return temporalFormat(node.body, frame);
    case 'filter':
      return temporalFormat(node.list, frame);
    case 'index':
      return temporalFormat(node.operand, frame);
    case 'coalesce':
    case 'list':
    case 'call': {
      const parts = node.op === 'list' ? node.items : node.args;
      if (node.op === 'call' && node.name === 'timestamp' && parts[0].type.kind === 'int') {
        return { type: 'datetime', milliseconds: false };
      }
      const times = parts.filter((p) => p.type.kind === 'timestamp' || p.type.kind === 'list');
      return times.length === 0 ? PRECISE : times.map((p) => temporalFormat(p, frame)).reduce(either);
    }
    default:
      return PRECISE;
  }
}

function fractional(value: unknown): boolean {
  return typeof value === 'number' && value % 1000 !== 0;
}

function hasMilliseconds(format: TemporalFormat): boolean {
  return format.type !== 'date' && format.milliseconds;
}

function either(a: TemporalFormat, b: TemporalFormat): TemporalFormat {
  if (a.type === 'date' && b.type === 'date') return a;
  return { type: 'datetime', milliseconds: hasMilliseconds(a) || hasMilliseconds(b) };
}
