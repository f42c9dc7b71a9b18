import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import type { EstimateResult } from '../messages.js';
import { itemsOf } from '../names/fields.js';
import { type Files, namesOf } from '../names/lookup.js';
import { rangeIn, viewOf } from '../names/view.js';

/** Commands of the client; both take {@link TableArgument}. */
export const COMMANDS = { preview: 'agentic-synth.preview', generate: 'agentic-synth.generate' } as const;

export interface TableArgument {
  readonly uri: string;
  /** Missing where the document is one table without a name. */
  readonly table?: string;
}

/** What a lens keeps until it is looked at. */
export interface LensData {
  readonly uri: string;
  readonly version: number;
  /** JSON pointer of the table. */
  readonly pointer: string;
}

/** Above each table: Preview, Generate…, and how much it comes to, which is reckoned when the lens is seen. */
export async function codeLenses(document: SynthDocument, files: Pick<Files, 'read'>): Promise<CodeLens[]> {
  const { tables } = itemsOf(await namesOf(document, files));
  const view = viewOf(document);
  const { uri, version } = document;
  return tables.flatMap(({ outline: { name, pointer, definition }, entry }): CodeLens[] => {
    const range: Range | undefined = entry
      ? rangeIn(view, entry.key)
      : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    if (range === undefined) return [];
    const table = entry !== undefined || definition.pointer !== '' ? { table: name } : {};
    const argument: TableArgument = { uri, ...table };
    return [
      { range, command: { title: 'Preview', command: COMMANDS.preview, arguments: [argument] } },
      { range, command: { title: 'Generate…', command: COMMANDS.generate, arguments: [argument] } },
      { range, data: { uri, version, pointer } satisfies LensData },
    ];
  });
}

/** A lens with how much its table comes to; nothing where that is not known. */
export async function resolveLens(
  lens: CodeLens,
  estimate: (uri: string) => Promise<EstimateResult | undefined>,
): Promise<CodeLens> {
  const data = lens.data as LensData | undefined;
  if (lens.command !== undefined || data === undefined) return lens;
  const result = await estimate(data.uri);
  const table = result?.tables.find(({ pointer }) => pointer === data.pointer);
  return { ...lens, command: { title: table === undefined ? 'no estimate' : words(table), command: '' } };
}

/** `≈ 1,000 rows · 84 KB · $0.12` */
function words({ rows, expected = false, bytes, cost }: EstimateResult['tables'][number]): string {
  const parts = [`${expected ? '≈ ' : ''}${thousands(rows)} ${rows === 1 ? 'row' : 'rows'}`];
  if (bytes !== undefined) parts.push(size(bytes));
  if (cost !== undefined) parts.push(cost === null ? 'cost depends on the model' : dollars(cost));
  return parts.join(' · ');
}

function thousands(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

function size(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${amount < 9.95 && unit > 0 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[unit]}`;
}

function dollars(amount: number): string {
  if (amount === 0) return 'free';
  return amount < 0.01 ? 'under $0.01' : `$${amount.toFixed(2)}`;
}
