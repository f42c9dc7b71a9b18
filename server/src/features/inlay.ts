import { type InlayHint, type Range } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { allFields, type FieldItem, itemsOf } from '../names/fields.js';
import { type Files, namesOf } from '../names/lookup.js';
import { type View, viewOf } from '../names/view.js';
import { cut } from '../worker/samples.js';

/** Draws values of fields: by JSON pointer those of the first rows, as texts. */
export type Sampler = (
  document: SynthDocument,
  pointers: readonly string[],
) => Promise<Readonly<Record<string, readonly string[]>>>;

/** Characters of a value that stand in the text; the tooltip has all of it. */
const LONGEST = 30;

/**
 * After each field in a range a value that it makes. Of a broken text, those of the last good one.
 * @param sampler is asked for the fields in the range only
 */
export async function inlayHints(
  document: SynthDocument,
  { start, end }: Range,
  files: Pick<Files, 'read'>,
  sampler: Sampler,
): Promise<InlayHint[]> {
  const index = await namesOf(document, files);
  const view = viewOf(document);
  const [from, to] = [document.offsetAt(start), document.offsetAt(end)];
  const places = new Map<string, number>();
  for (const field of allFields(itemsOf(index))) {
    const at = isLeaf(field) ? behind(view, field) : undefined;
    if (at !== undefined && at >= from && at <= to) places.set(field.pointer, at);
  }
  if (places.size === 0) return [];
  const samples = await sampler(view.source, [...places.keys()]);
  return [...places].flatMap(([pointer, at]) => {
    const values = samples[pointer] ?? [];
    if (values.length === 0) return [];
    const tooltip = values.map((value) => `- ${code(value)}`).join('\n');
    // That a field is sometimes empty says less than what it holds otherwise.
    const shown = values.find((value) => value !== 'null') ?? values[0];
    const label = cut(shown.replace(/\s+/g, ' ').trim() || '""', LONGEST);
    return [
      {
        position: document.positionAt(at),
        label,
        paddingLeft: true,
        tooltip: { kind: 'markdown' as const, value: tooltip },
      },
    ];
  });
}

/** Objects show the values of their fields instead. */
function isLeaf({ kind, inside }: FieldItem): boolean {
  return (kind === 'field' || kind === 'series') && !inside.some((item) => item.kind === 'field');
}

/** Behind a field that ends on its line, else at the end of its first line. */
function behind(view: View, { entry }: FieldItem): number | undefined {
  const start = view.now(entry.key.start);
  const end = view.now(entry.end);
  if (start === undefined || end === undefined) return undefined;
  const { text } = view.document;
  const line = /[\r\n]/.exec(text.slice(start))?.index;
  const lineEnd = line === undefined ? text.length : start + line;
  const last = Math.min(end, lineEnd);
  // A comma belongs to the field where nothing follows on the line.
  const rest = /^,?[ \t]*(?:(?:#|\/\/).*)?$/.exec(text.slice(last, lineEnd));
  return rest?.[0].startsWith(',') ? last + 1 : end > lineEnd ? trimmed(text, start, lineEnd) : last;
}

function trimmed(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}

/** As code in Markdown, whatever is in it. */
function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const pad = text.startsWith('`') || text.endsWith('`') || text === '' ? ' ' : '';
  return fence + pad + text.replace(/\s+/g, ' ') + pad + fence;
}
