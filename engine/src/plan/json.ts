import type { Drawer } from '../fields/drawer.js';
import type { CommonSpec, JsonSpec } from '../schema/model.js';
import { broken, type Site } from './site.js';

/** A field that a JSON Schema describes. */
export function compileJson(site: Site, spec: JsonSpec & CommonSpec): Drawer {
  return broken(site, {
    code: 'form/json-schema',
    message: 'values of a JSON Schema are not drawn yet.',
    pointer: spec.pointer,
  });
}
