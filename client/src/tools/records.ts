import type { Json, PreviewTable } from '../../../server/src/messages.js';

/**
 * Tables as records, as their JSON would be.
 * @param most records of each table
 */
export function recordsOf(
  tables: readonly PreviewTable[],
  most: number,
): { readonly tables: Readonly<Record<string, readonly Json[]>> } {
  return { tables: Object.fromEntries(tables.map((table) => [table.name, recordsOfTable(table, most)])) };
}

function recordsOfTable({ rows, columns }: PreviewTable, most: number): Json[] {
  const absent = columns.map((column) => new Set(column.absent));
  return Array.from({ length: Math.min(rows, most) }, (_, row) =>
    Object.fromEntries(
      columns.flatMap(({ name, values }, k) => (absent[k]!.has(row) ? [] : [[name, values[row]!] as const])),
    ),
  );
}
