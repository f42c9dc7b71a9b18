import type { FieldSpec } from '../schema/model.js';
import { pointerTo } from '../schema/diagnostic.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { fieldAt } from './field-at.js';
import { blockCell, compileBlock } from './correlations.js';
import { type Site, streamAt } from './site.js';

interface Member {
  readonly path: string;
}

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly rho: number;
  readonly pointer: string;
}

/** Kinds whose value is a rising function of one uniform. */
const MARGINAL: ReadonlySet<FieldSpec['kind']> = new Set([
  'integer',
  'number',
  'boolean',
  'enum',
  'datetime',
  'date',
  'time',
  'duration',
]);

/** Joins the correlated fields of a table to blocks and gives each field its uniform. */
export function correlate(site: Site): void {
  const { table } = site.scope;
  const members = new Map<string, Member>();
  const pairs: Pair[] = [];
  for (const { fields, rho, pointer } of table.model.correlations) {
    const paths: string[] = [];
    for (const [i, name] of fields.entries()) {
      const path = memberAt(site, name, pointerTo(pointer, 'fields', i));
      if (path === undefined) continue;
      paths.push(path);
      members.set(path, { path });
    }
    for (let i = 0; i < paths.length; i++) {
      for (let j = i + 1; j < paths.length; j++) pairs.push({ a: paths[i], b: paths[j], rho, pointer });
    }
  }
  for (const block of blocksOf([...members.keys()], pairs)) {
    const inside = pairs.filter((p) => block.includes(p.a));
    const compiled = compileBlock(
      block.map((path) => streamAt(site, path)),
      inside.map(({ a, b, rho }) => ({ a: block.indexOf(a), b: block.indexOf(b), rho })),
    );
    if (compiled === undefined) {
      site.compilation.report({
        code: 'correlation/impossible',
        severity: 'error',
        message: `no data can have these correlations together (${block.join(', ')}): the matrix is not positive definite. Lower one of them.`,
        pointer: inside[0].pointer,
        related: inside.slice(1).map((p) => ({ pointer: p.pointer, message: `${p.a} and ${p.b}: ${p.rho}` })),
      });
      continue;
    }
    for (const [k, path] of block.entries()) {
      site.compilation.setUniform(table, path, { cell: blockCell(table.level, compiled, k), block: compiled, k });
    }
  }
}

function memberAt(site: Site, name: string, pointer: string): string | undefined {
  const { fields } = site.scope.table.model;
  const found = fieldAt(fields, name);
  const report = (code: string, message: string, meant?: string): undefined => {
    site.compilation.report({
      code,
      severity: 'error',
      message,
      pointer,
      ...(meant && { fixes: replacing(pointer, [meant]) }),
    });
  };
  if (found === undefined) {
    const [meant] = didYouMean(
      name,
      fields.map((f) => f.name),
    );
    return report(
      'ref/unknown-name',
      `there is no field \`${name}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
      meant,
    );
  }
  const { spec, path } = found;
  const derived = !MARGINAL.has(spec.kind)
    ? `a ${spec.kind} field`
    : spec.unique !== false
      ? 'a unique field'
      : 'after' in spec && spec.after.length + spec.before.length > 0
        ? 'a field placed after or before another'
        : undefined;
  if (derived !== undefined) {
    return report(
      'correlation/not-a-marginal',
      `${derived} has no distribution of its own to correlate; \`${name}\` cannot take part.`,
    );
  }
  return path;
}

/** Connected fields, each block sorted by path. */
function blocksOf(paths: readonly string[], pairs: readonly Pair[]): string[][] {
  const left = new Set([...paths].sort((a, b) => (a < b ? -1 : 1)));
  const blocks: string[][] = [];
  for (const start of left) {
    const block = new Set([start]);
    for (const path of block) {
      for (const { a, b } of pairs) {
        if (a === path) block.add(b);
        if (b === path) block.add(a);
      }
    }
    for (const path of block) left.delete(path);
    blocks.push([...block].sort((a, b) => (a < b ? -1 : 1)));
  }
  return blocks;
}
