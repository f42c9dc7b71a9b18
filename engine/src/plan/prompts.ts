import type { Drawer } from '../fields/drawer.js';
import { compileText } from '../fields/text.js';
import type { FieldSpec, TextSpec } from '../schema/model.js';
import { templated } from './expressions.js';
import { contextOf, type Site } from './site.js';

/**
 * A field that a model writes. Its prompt is checked like any template; with local text it is filled by words of no
 * meaning, of the length asked for, and named in the report.
 */
export function compilePrompt(site: Site, spec: FieldSpec): Drawer {
  const { compilation } = site;
  templated(site, spec.prompt!);
  compilation.prompts.push(spec.pointer);
  const length = 'length' in spec && typeof spec.length === 'object' && 'min' in spec.length ? spec.length : undefined;
  const text: TextSpec = { kind: 'text', words: true, ...(length && { length }) };
  return compileText(text, contextOf(site));
}
