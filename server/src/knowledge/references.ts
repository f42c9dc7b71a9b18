import { dirname, relative, sep } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { fileOf } from '../workspace.js';
import type { Candidate } from './candidate.js';
import { otherDocument } from './others.js';
import { isMapping, type Surroundings, tablesOf } from './surroundings.js';

/** Of more columns those that are not keys are offered once their table is typed. */
const MANY = 500;

interface Column {
  readonly path: string;
  readonly isKey: boolean;
  readonly detail: string;
}

/** What a `ref` can name: columns of other tables and of its own, files with schemas. */
export async function referenceCandidates(around: Surroundings, before: string): Promise<Candidate[]> {
  const hash = before.indexOf('#');
  if (hash >= 0) {
    const other = await otherDocument(before.slice(0, hash), around.document, around.workspace);
    if (other === undefined) return [];
    const single = !isMapping((other.parsed.value as { tables?: unknown } | null)?.tables);
    return columnsOf(tablesOf(other.parsed.value), undefined, single).map((column) =>
      columnCandidate(column, before.length - hash - 1, 1),
    );
  }
  const files = await fileCandidates(around, before.length, '#');
  if (/^\.|\//.test(before)) return files;
  const own = around.table;
  const all = columnsOf(around.tables, own, false);
  around.partial = all.length > MANY;
  const columns =
    all.length <= MANY
      ? all
      : all.filter(({ path, isKey }) => isKey || (before.includes('.') && path.startsWith(before)));
  return [...columns.map((column) => columnCandidate(column, before.length, 1)), ...files];
}

function columnCandidate({ path, isKey, detail }: Column, back: number, rank: number): Candidate {
  return {
    label: path,
    kind: CompletionItemKind.Reference,
    detail,
    rank: isKey ? rank : rank + 1,
    write: { as: 'part', text: path, back },
  };
}

/** Columns by their paths; those of the table itself without its name, and those of a document with one table. */
function columnsOf(
  tables: readonly (readonly [name: string, table: Readonly<Record<string, unknown>>])[],
  own: Readonly<Record<string, unknown>> | undefined,
  unnamed: boolean,
): Column[] {
  const found: Column[] = [];
  for (const [name, table] of [...tables].sort(([, a], [, b]) => Number(a === own) - Number(b === own))) {
    if (table === own && tables.length > 1) continue;
    const visit = (fields: unknown, prefix: string): void => {
      if (!isMapping(fields)) return;
      for (const [field, source] of Object.entries(fields)) {
        const path = prefix + field;
        const type = isMapping(source) ? source.type : source;
        const { unique = false, fields: members = undefined } = isMapping(source) ? source : {};
        const isKey = /^(?:uuid|sequence)\b/.test(String(type)) || unique === true || keysOf(table).includes(field);
        found.push({
          path,
          isKey,
          detail: isMapping(source) && typeof source.ref === 'string' ? `ref ${source.ref}` : kindOf(source),
        });
        visit(members, `${path}.`);
      }
    };
    visit(table.fields, unnamed || table === own ? '' : `${name}.`);
  }
  return found;
}

function keysOf({ primaryKey }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(primaryKey) ? primaryKey : [primaryKey];
}

function kindOf(source: unknown): string {
  if (typeof source === 'string') return source;
  if (!isMapping(source)) return '';
  if (typeof source.type === 'string') return source.type;
  return ['enum', 'expr', 'template', 'const', 'prompt', 'items', 'fields'].find((key) => key in source) ?? '';
}

/** Files with schemas, as paths from the document. */
export async function fileCandidates(around: Surroundings, back: number, suffix: string): Promise<Candidate[]> {
  const { workspace, document } = around;
  const uris = await workspace.schemaFiles();
  return uris
    .filter((uri) => uri !== document.uri && uri.startsWith('file:'))
    .map((uri) => {
      const path = relative(dirname(document.file), fileOf(uri)).split(sep).join('/');
      return path.startsWith('.') ? path : `./${path}`;
    })
    .filter((path) => !path.startsWith('../../../'))
    .sort()
    .map((path) => ({
      label: path + suffix,
      kind: CompletionItemKind.File,
      rank: 4,
      write: { as: 'part', text: path + suffix, back },
    }));
}

/** Tables that something can be counted for: all but the one that the cursor is in. */
export function tableCandidates(around: Surroundings, back: number): Candidate[] {
  return around.tables
    .filter(([, table]) => table !== around.table)
    .map(([name, { description, count }]) => ({
      label: name,
      kind: CompletionItemKind.Struct,
      detail: typeof description === 'string' ? description : rowsOf(count),
      rank: 1,
      write: { as: 'part', text: name, back },
    }));
}

function rowsOf(count: unknown): string {
  if (typeof count === 'number') return `${count} rows`;
  return isMapping(count) && typeof count.per === 'string' ? `for each of ${count.per}` : 'table';
}

/** The types of events of the table. */
export function eventNames(around: Surroundings): string[] {
  const events = around.table?.events;
  return isMapping(events) ? Object.keys(events) : [];
}
