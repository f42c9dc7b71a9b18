import type { Drawer } from '../fields/drawer.js';
import { compileText } from '../fields/text.js';
import type { FieldSpec } from '../schema/model.js';
import { templated } from './expressions.js';
import { contextOf, type Site } from './site.js';

/** Characters of a local text whose length the field leaves open. */
const LOCAL_LENGTH = { min: 40, max: 160 };

/**
 * A field that a model writes. Its prompt is checked like any template; with local text it is filled by words of no
 * meaning, of the length asked for, and named in the report.
 */
export function compilePrompt(site: Site, spec: FieldSpec): Drawer {
  const { compilation } = site;
  templated(site, spec.prompt!);
  compilation.prompts.push(spec.pointer);
  const length = ('length' in spec && typeof spec.length === 'object' ? spec.length : undefined) ?? LOCAL_LENGTH;
  return compileText(
    { ...spec, kind: 'text', length, pattern: undefined } as Parameters<typeof compileText>[0],
    contextOf(site),
  );
}
