import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import type { SchemaContext } from '../schema/draft.js';
import type { FieldSpec } from '../schema/model.js';
import { readField } from '../schema/read-field.js';
import { Report } from '../schema/report.js';
import type { SchemaGraph } from './graph.js';
import { KEYWORD, placeKey } from './synth-settings.js';
import { walk } from './walk.js';

/**
 * Mistakes in the settings of properties that are no columns of their own but parts of values drawn as a whole: there, what
 * a field is can be said, not how it stands to others.
 * @param read the settings that columns have taken in.
 */
export function strayReferences(
  graph: SchemaGraph,
  read: ReadonlySet<string>,
  context: SchemaContext,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Set(read);
  walk(
    graph,
    ({ node }) => {
      const key = placeKey(node);
      const { synth } = graph.keywords(node);
      if (synth === undefined || seen.has(key)) return;
      seen.add(key);
      const report = new Report();
      const pointer = pointerTo(node.pointer, KEYWORD);
      const site = { name: KEYWORD, table: 'structured', tablePointer: '', depth: 1 } as const;
      const spec = readField({ ...context, report }, synth, pointer, site);
      const what = report.failed ? undefined : leaning(spec);
      if (what !== undefined) {
        const message = `${what} cannot be used here: this is a part of values that are made as a whole, since the schema makes parts depend on each other or lets the value be of several kinds.`;
        report.error('json-schema/no-columns', pointer, message);
      }
      for (const diagnostic of report.diagnostics) {
        found.push({ ...diagnostic, ...(node.file !== undefined && { file: node.file }) });
      }
    },
    () => undefined,
  );
  return found;
}

/** What of a field needs other fields or rows around it. */
function leaning(spec: FieldSpec): string | undefined {
  const refers = (['when', 'by', 'prompt'] as const).find((key) => spec[key] !== undefined);
  if (refers !== undefined) return `"${refers}"`;
  if (spec.nullable > 0) return '"nullable"';
  if (spec.optional > 0) return '"optional"';
  if (spec.unique !== false) return '"unique"';
  if ('from' in spec && spec.from.length > 0) return '"from"';
  if ('after' in spec && spec.after.length + spec.before.length > 0) return '"after" and "before"';
  const kinds: readonly FieldSpec['kind'][] = ['expr', 'template', 'ref', 'sequence', 'array', 'object'];
  return kinds.includes(spec.kind) ? `"${spec.kind}"` : undefined;
}
