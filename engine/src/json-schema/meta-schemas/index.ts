import { META_SCHEMAS as DRAFT_2019_09 } from './2019-09.js';
import { META_SCHEMAS as DRAFT_2020_12 } from './2020-12.js';
import { META_SCHEMAS as DRAFT_04 } from './draft-04.js';
import { META_SCHEMAS as DRAFT_06 } from './draft-06.js';
import { META_SCHEMAS as DRAFT_07 } from './draft-07.js';
import type { SchemaDocument } from '../source.js';
import { splitFragment } from '../uri.js';

/** The meta-schemas of all drafts, by URI: what a `$ref` to one leads to. */
export const META_SCHEMA_DOCUMENTS: ReadonlyMap<string, SchemaDocument> = new Map(
  [...DRAFT_04, ...DRAFT_06, ...DRAFT_07, ...DRAFT_2019_09, ...DRAFT_2020_12].map((value) => {
    const [uri] = splitFragment(String(value.$id ?? value.id));
    return [uri, { uri, value, file: uri }];
  }),
);
