import type { FieldSpec } from '../schema/model.js';
import { didYouMean } from '../schema/suggest.js';
import { fieldAt } from './field-at.js';
import { type Site, streamAt } from './site.js';
import type { TablePlan } from './table.js';
import { Group, LARGEST_DOMAIN, ParentPlaces, TablePlaces } from './unique.js';
import { isDistinct } from './unique-fields.js';

interface Member {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly path: string;
}

/** Makes fields unique together: `unique: [[a, b]]` and primary keys. */
export function uniteFields(site: Site): void {
  const { table } = site.scope;
  const { primaryKey, primaryKeyPointer = table.model.pointer, unique } = table.model;
  if (primaryKey.length > 0) unite(site, primaryKey, primaryKeyPointer);
  for (const { fields, pointer } of unique) unite(site, fields, pointer);
}

function unite(site: Site, names: readonly string[], pointer: string): void {
  const { compilation, scope } = site;
  const { table } = scope;
  const members: Member[] = [];
  for (const name of names) {
    const found = fieldAt(table.model.fields, name);
    if (found === undefined) {
      const [meant] = didYouMean(
        name,
        table.model.fields.map((f) => f.name),
      );
      compilation.report({
        code: 'ref/unknown-name',
        severity: 'error',
        message: `there is no field \`${name}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        pointer,
      });
      return;
    }
    members.push({ name, ...found });
  }
  // One member that never repeats makes any group unique.
  if (members.some(({ spec }) => isDistinct(spec) || spec.unique === true)) return;
  const isLink = ({ spec }: Member): boolean => linksToCountedParent(spec, table);
  const linked = table.parent !== undefined && members.some(isLink);
  if (
    linked &&
    members.some(({ spec }) => (spec.kind === 'sequence' && spec.per !== undefined) || typeof spec.unique === 'object')
  )
    return;

  const free = members.filter((m) => !isLink(m));
  const identity = free
    .map((m) => m.path)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('+');
  const stream = streamAt(site, identity, '#unique');
  const places = linked ? new ParentPlaces(stream) : new TablePlaces(stream);
  const taken = free.find((m) => compilation.places(scope, m.path) !== undefined);
  if (taken !== undefined) {
    compilation.report({
      code: 'unique/in-two-groups',
      severity: 'error',
      message: `\`${taken.name}\` is in two groups that are to be unique; a field can make only one group unique.`,
      pointer,
    });
    return;
  }
  if (free.length === 0) {
    const once = table.childBounds.max <= 1;
    if (!once) {
      compilation.report({
        code: 'unique/domain-too-small',
        severity: 'error',
        message: `a parent has up to ${table.childBounds.max} rows, and these fields are the same in all of them. Add a field that tells them apart, such as a sequence \`per\` the parent.`,
        pointer,
      });
    }
    return;
  }
  const group = new Group(free.length, places);
  for (const [k, member] of free.entries()) compilation.setPlaces(table, member.path, group.member(k));
  compilation.last(() => {
    if (!group.complete) return;
    const rows = linked ? table.childBounds.max : table.numbers;
    if (rows <= group.size && rows <= LARGEST_DOMAIN) return;
    compilation.report({
      code: 'unique/domain-too-small',
      severity: 'error',
      message: `${linked ? `up to ${rows} rows of one parent` : `${rows} rows`} are to be unique by ${names.join(' and ')}, but there are only ${group.size} combinations. Widen one of them or ask for fewer rows.`,
      pointer,
    });
  });
}

/** Whether a field copies a key of the parent that rows are counted per. */
function linksToCountedParent(spec: FieldSpec, table: TablePlan): boolean {
  if (spec.kind !== 'ref' || table.parent === undefined) return false;
  const alias = spec.as ?? table.parent.name;
  return alias === table.parent.name && spec.ref.text.startsWith(`${table.parent.name}.`);
}
