import { type TableData, textOf } from './cells.js';

/** Ways to copy a table. */
export const FORMATS = { csv: 'CSV', tsv: 'TSV', json: 'JSON' } as const;
export type Format = keyof typeof FORMATS;

/** A whole table as text, in the order shown. */
export function tableText(data: TableData, order: Iterable<number>, format: Format): string {
  const { columns } = data.table;
  if (format === 'json')
    return `${JSON.stringify(
      Array.from(order, (row) => data.record(row)),
      null,
      2,
    )}\n`;
  const [separator, cell] = format === 'csv' ? [',', quoted] : ['\t', tabFree];
  const lines = [columns.map(({ name }) => cell(name)).join(separator)];
  for (const row of order) lines.push(columns.map((_, k) => cell(textOf(data.value(row, k)))).join(separator));
  return `${lines.join('\r\n')}\r\n`;
}

/** As RFC 4180 has it. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** TSV knows no quotes. */
export function tabFree(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}
