import type { Column, OutputType } from '../columns/column.js';
import { valueAt } from '../columns/read.js';
import type { Drawer } from '../fields/drawer.js';
import { compileText } from '../fields/text.js';
import type { FieldSpec, TextSpec } from '../schema/model.js';
import { templated } from './expressions.js';
import type { PromptField, PromptValues } from './prompt-values.js';
import { contextOf, type Site, streamAt } from './site.js';
import { columnOf, keyOf } from './whole-rows.js';

/**
 * A field that a model writes. Its prompt is checked like any template. Without a model it is named in the report, and
 * filled by words of no meaning, of the length asked for, or by what the field would be without its prompt.
 * @param local compiles a field without a prompt
 */
export function compilePrompt(site: Site, spec: FieldSpec, local: (site: Site, spec: FieldSpec) => Drawer): Drawer {
  const { compilation } = site;
  const template = templated(site, spec.prompt!);
  const owner = compilation.compiling;
  compilation.prompts.push(spec.pointer);
  compilation.prompted.add(site.document);
  if (owner !== undefined) compilation.reads.written(owner);
  const { prompts } = compilation.settings;
  if (prompts === undefined) return isProse(spec) ? localText(site, spec) : local(site, { ...spec, prompt: undefined });
  const field: PromptField = {
    table: site.scope.table.name,
    path: site.path.replaceAll('/', '.'),
    pointer: spec.pointer,
    spec,
    level: () => (owner === undefined ? 0 : compilation.reads.level(owner)),
  };
  return spec.pool === undefined
    ? writtenDrawer(field, template, prompts)
    : pooledDrawer(site, field, template, prompts, spec.pool);
}

/** Fields of which nothing is known but how long their texts are. */
export function isProse(spec: FieldSpec): spec is FieldSpec & Pick<TextSpec, 'length' | 'case'> {
  return spec.kind === 'prompt' || (spec.kind === 'text' && spec.pattern === undefined);
}

function localText(site: Site, spec: FieldSpec & Pick<TextSpec, 'length' | 'case'>): Drawer {
  const { length, case: letters, pool } = spec;
  const text: TextSpec = { kind: 'text', words: true, ...(length && { length }), ...(letters && { case: letters }) };
  const drawer = compileText(text, contextOf(site));
  return pool === undefined ? drawer : { ...drawer, draw: fromPool(site, drawer, pool) };
}

/** As many different texts as a model would have written. */
function fromPool(site: Site, drawer: Drawer, size: number): Drawer['draw'] {
  const stream = streamAt(site, site.path, '#pool');
  return ({ length, addresses }) => {
    const rows = new Float64Array(length);
    stream.integers(addresses, 0, size, rows);
    return drawer.draw({
      length,
      rows,
      addresses: { length, low: Int32Array.from(rows), high: new Int32Array(length) },
    });
  };
}

/** A value a row. Where one is missing, it is asked for, and an empty one stands in its place meanwhile. */
function writtenDrawer(field: PromptField, template: Drawer, prompts: PromptValues): Drawer {
  const type = outputOf(field.spec);
  return {
    type,
    draw(batch): Column {
      const values: unknown[] = new Array(batch.length);
      let texts: Column | undefined;
      for (let i = 0; i < values.length; i++) {
        const key = keyOf(batch, i);
        const value = prompts.get(field, key);
        values[i] = value ?? null;
        if (value !== undefined) continue;
        texts ??= template.draw(batch);
        prompts.want(field, { key, row: batch.rows[i], prompt: String(valueAt(texts, i)) });
      }
      return columnOf(type, values);
    },
  };
}

/** Values drawn from a pool that a model has written: one pool for each text of the prompt. */
function pooledDrawer(site: Site, field: PromptField, template: Drawer, prompts: PromptValues, size: number): Drawer {
  const type = outputOf(field.spec);
  const stream = streamAt(site, site.path, '#pool');
  return {
    type,
    draw(batch): Column {
      const texts = template.draw(batch);
      const places = new Float64Array(batch.length);
      stream.integers(batch.addresses, 0, size, places);
      const values = Array.from(places, (place, i): unknown => {
        const prompt = String(valueAt(texts, i));
        const pool = prompts.pool(field, prompt);
        if (pool === undefined) prompts.wantPool(field, prompt);
        return pool?.[place] ?? null;
      });
      return columnOf(type, values);
    },
  };
}

function outputOf({ kind }: FieldSpec): OutputType {
  const marks = { nullable: false, optional: false };
  switch (kind) {
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind, ...marks };
    case 'array':
    case 'object':
    case 'enum':
    case 'const':
      return { kind: 'any', ...marks };
    default:
      return { kind: 'string', ...marks };
  }
}
