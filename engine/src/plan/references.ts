import { compileDistribution, type Quantile } from '../random/distribution.js';
import type { Stream } from '../random/stream.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { CommonSpec, Distribution, RefSpec } from '../schema/model.js';
import { replacing } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { type Alias, throughAlias } from './alias.js';
import { fileOf } from './compilation.js';
import { resolve } from './names.js';
import type { Cell, Rows } from './rows.js';
import type { Scope } from './scope.js';
import { BROKEN, type Site, streamAt } from './site.js';
import type { TablePlan } from './table.js';

type Ref = RefSpec & CommonSpec;

/** What a reference says: a column of a table of its own choice, or a copy through an alias that is open already. */
type Target =
  | { readonly kind: 'table'; readonly table: TablePlan; readonly self: boolean; readonly column: readonly string[] }
  | { readonly kind: 'copy'; readonly segments: readonly string[] }
  | { readonly kind: 'unknown'; readonly message: string; readonly meant?: string; readonly near?: TablePlan };

function targetOf(site: Site, spec: Ref): Target {
  const { text } = spec.ref;
  const hash = text.indexOf('#');
  if (hash >= 0) return targetInFile(site, text.slice(0, hash), text.slice(hash + 1));
  const segments = text.split('.');
  const [head, ...column] = segments;
  const named = site.tables.byName.get(head);
  if (named !== undefined && column.length > 0) {
    return { kind: 'table', table: named, self: named === site.scope.table, column };
  }
  if (site.scope.alias(head) !== undefined && column.length > 0) return { kind: 'copy', segments };
  const own = site.scope.table;
  if (own.scope.fields.has(text) || own.model.fields.some((f) => f.name === text || f.name === head)) {
    return { kind: 'table', table: own, self: true, column: segments };
  }
  if (named !== undefined) {
    const keys = named.model.fields.map((f) => f.name);
    return { kind: 'unknown', message: `\`${text}\` is a table; name its column: \`${text}.${keys[0] ?? 'id'}\`.` };
  }
  const tables = [...site.tables.byName.keys()].filter((name) => name !== '');
  const [meant] = didYouMean(head, tables);
  const known = tables.length > 0 ? ` Tables here: ${tables.join(', ')}.` : '';
  const replaced = meant === undefined ? undefined : [meant, ...column].join('.');
  return {
    kind: 'unknown',
    message: `there is no table \`${head}\` to refer to${replaced ? `; did you mean \`${replaced}\`?` : `.${known}`}`,
    ...(replaced && { meant: replaced }),
  };
}

function targetInFile(site: Site, file: string, path: string): Target {
  const tables = site.tables.other(file);
  if (tables === undefined) return { kind: 'unknown', message: `the schema file \`${file}\` cannot be read.` };
  const segments = path.split('.');
  const named = tables.byName.get(segments[0]);
  if (named !== undefined && segments.length > 1)
    return { kind: 'table', table: named, self: false, column: segments.slice(1) };
  const all = [...tables.byName.values()];
  if (all.length === 1 && all[0].model.fields.some((f) => f.name === segments[0])) {
    return { kind: 'table', table: all[0], self: false, column: segments };
  }
  const [only] = all.length === 1 ? all : [];
  const [field] = only === undefined ? [] : didYouMean(path, [...only.scope.fields.keys()]);
  const [table] = didYouMean(segments[0], [...tables.byName.keys()]);
  const meant = field ?? (table && segments.length > 1 ? [table, ...segments.slice(1)].join('.') : undefined);
  const instead = meant === undefined ? undefined : `${file}#${meant}`;
  const known = all.map(({ name }) => name).join(', ');
  return {
    kind: 'unknown',
    message: `\`${file}\` has no \`${path}\`; ${instead ? `did you mean \`${instead}\`?` : `write \`${file}#TABLE.FIELD\` with one of: ${known}.`}`,
    ...(instead && { meant: instead }),
    ...(only && { near: only }),
  };
}

/** Opens the alias of a reference in its level, or adds the reference to the alias that is open under that name. */
export function declareAlias(site: Site, spec: Ref): void {
  const target = targetOf(site, spec);
  if (target.kind !== 'table') return;
  const { table, self, column } = target;
  const name = spec.as ?? table.name;
  const { aliases, level } = site.scope;
  let alias = aliases.get(name) ?? (level.kind === 'variant' ? outerAlias(site.scope, name) : undefined);
  if (alias !== undefined && alias.parent !== table) {
    site.compilation.report({
      code: 'ref/alias-taken',
      severity: 'error',
      message: `\`${name}\` already names a row of \`${alias.parent.name}\`; give this reference another name with \`as\`.`,
      pointer: spec.ref.pointer,
    });
    return;
  }
  if (alias === undefined) {
    // Inside a list, rows are chosen per item: another identity than the row's own choice.
    const items = level.kind === 'table' ? '' : site.path.slice(0, site.path.lastIndexOf('[]') + 2);
    const stream = streamAt(site, items, `@${spec.as ?? identityOf(table)}`);
    alias = {
      name,
      level,
      parent: table,
      counted: false,
      self,
      uses: new Map(),
      choose: undefined,
      choices: () => table.total,
    };
    alias.choose = self ? earlierRow(stream) : anyRow(stream, alias);
    aliases.set(name, alias);
    site.compilation.opened(alias, spec);
  }
  if (spec.distribution !== undefined) chooseBy(site, spec, alias, spec.distribution);
  const key = column.join('.');
  const before = alias.uses.get(key);
  if (before !== undefined && level.kind !== 'variant') {
    site.compilation.report({
      code: 'ref/same-column',
      severity: 'error',
      message: `two references copy \`${table.name}.${key}\` of the same row; give one of them a row of its own with \`as\`.`,
      pointer: spec.ref.pointer,
      related: [{ pointer: before.pointer, message: 'the other one' }],
      fixes: [
        {
          title: 'Refer to another row',
          edits: [{ op: 'add', pointer: `${spec.pointer}/as`, value: `other${name[0].toUpperCase()}${name.slice(1)}` }],
        },
      ],
    });
  } else {
    alias.uses.set(key, { spec, pointer: spec.ref.pointer });
  }
  if (self && spec.nullable === 0) {
    site.compilation.report({
      code: 'ref/self-needs-nullable',
      severity: 'error',
      message: 'row 0 has no earlier row to refer to, so a reference to its own table must be `nullable`.',
      pointer: spec.pointer,
      fixes: [{ title: 'Make it nullable', edits: [{ op: 'add', pointer: `${spec.pointer}/nullable`, value: true }] }],
    });
  }
}

/** The distribution over parent rows belongs to the alias, whichever of its references says it. */
function chooseBy(site: Site, spec: Ref, alias: Alias, distribution: Distribution): void {
  const other = alias.distribution;
  const why = alias.counted
    ? 'rows are counted per their parent, so there is nothing to choose; write the `distribution` in `count`.'
    : alias.self
      ? 'a reference to an earlier row takes any of them alike; take `distribution` away.'
      : other !== undefined && JSON.stringify(other) !== JSON.stringify(distribution)
        ? `the references to \`${alias.name}\` share one row, and another of them has a different \`distribution\`.`
        : undefined;
  if (why === undefined) {
    alias.distribution = distribution;
    return;
  }
  site.compilation.report({
    code: 'ref/distribution',
    severity: 'error',
    message: why,
    pointer: `${spec.pointer}/distribution`,
    at: 'key',
  });
}

function outerAlias(scope: Scope, name: string): Alias | undefined {
  for (const around of scope.chain()) {
    const alias = around.aliases.get(name);
    if (alias !== undefined) return alias;
    if (around.level.kind !== 'variant') return undefined;
  }
  return undefined;
}

/** The alias that a reference reads through, where it opens one. */
export function aliasOf(site: Site, spec: Ref): Alias | undefined {
  const target = targetOf(site, spec);
  return target.kind === 'table' ? site.scope.alias(spec.as ?? target.table.name) : undefined;
}

/** The cell a reference copies. A mistake is reported at its place. */
export function referenceCell(site: Site, spec: Ref): Cell {
  const target = targetOf(site, spec);
  const nothing: Cell = { level: site.scope.level, label: spec.ref.text, drawer: BROKEN };
  if (target.kind === 'copy') {
    const cell = resolve(site.scope, target.segments, site.document.now);
    if (cell !== undefined) return cell;
    site.compilation.report({
      code: 'ref/dangling',
      severity: 'error',
      message: `\`${spec.ref.text}\` leads nowhere.`,
      pointer: spec.ref.pointer,
    });
    return nothing;
  }
  if (target.kind === 'unknown') {
    const { message, meant, near } = target;
    site.compilation.report({
      code: 'ref/dangling',
      severity: 'error',
      message,
      pointer: spec.ref.pointer,
      ...(meant && { fixes: replacing(spec.ref.pointer, [meant]) }),
      ...(near && { related: [tableOf(near)] }),
    });
    return nothing;
  }
  const alias = site.scope.alias(spec.as ?? target.table.name);
  if (alias === undefined || alias.parent !== target.table) return nothing; // reported when it was declared
  const column = resolve(target.table.scope, target.column, site.document.now);
  if (column === undefined) {
    const wanted = target.column.join('.');
    const before = spec.ref.text.slice(0, spec.ref.text.length - wanted.length);
    const all = didYouMean(wanted, [...target.table.scope.fields.keys()]).map((name) => before + name);
    const [meant] = all;
    site.compilation.report({
      code: 'ref/dangling',
      severity: 'error',
      message: `\`${target.table.name}\` has no field \`${wanted}\`${meant ? `; did you mean \`${meant}\`?` : '.'}`,
      pointer: spec.ref.pointer,
      ...(meant && { fixes: replacing(spec.ref.pointer, all) }),
      related: [tableOf(target.table)],
    });
    return nothing;
  }
  return throughAlias(alias, column);
}

function tableOf(table: TablePlan): NonNullable<Diagnostic['related']>[number] {
  return { pointer: table.model.pointer, message: `the table ${table.name}`, ...fileOf(table) };
}

/** What the choice of a parent is keyed by: a table that keeps its identity under another name keeps its children's. */
export function identityOf({ model, name }: TablePlan): string {
  return model.key === '' ? name : model.key;
}

/** Any parent row, all alike or by a distribution over row numbers (rank 1 is the first row). */
function anyRow(stream: Stream, alias: Alias): (rows: Rows) => Float64Array {
  let quantile: Quantile | undefined;
  return (rows) => {
    const size = alias.choices();
    const out = new Float64Array(rows.length);
    if (alias.distribution === undefined) {
      stream.integers(rows.addresses, 0, size, out);
    } else {
      quantile ??= compileDistribution(alias.distribution, { min: 0, max: size - 1, discrete: true });
      stream.uniforms(rows.addresses, 0, out);
      quantile.fill(out, out.length, out);
    }
    return out;
  };
}

/** An earlier row of the same table; −1 for row 0. */
function earlierRow(stream: Stream): (rows: Rows) => Float64Array {
  return (rows) => {
    const out = new Float64Array(rows.length);
    stream.uniforms(rows.addresses, 0, out);
    for (let i = 0; i < out.length; i++) out[i] = rows.rows[i] === 0 ? -1 : Math.floor(out[i] * rows.rows[i]);
    return out;
  };
}
