import type { compileChecked } from './json-checked.js';
import type { compileJson } from './json.js';
import type { JsonRecordValidator } from '../validate/json-records.js';

/** What only documents of JSON Schema need: half as much code as all the rest, which others do without. */
export interface JsonPart {
  readonly compileChecked: typeof compileChecked;
  readonly compileJson: typeof compileJson;
  readonly JsonRecordValidator: typeof JsonRecordValidator;
}

let part: JsonPart | undefined;

/** Loads the part; to be done before a document of JSON Schema is compiled. */
export async function loadJsonPart(): Promise<void> {
  if (part !== undefined) return;
  const [json, checked, records] = await Promise.all([
    import('./json.js'),
    import('./json-checked.js'),
    import('../validate/json-records.js'),
  ]);
  part = { ...json, ...checked, ...records };
}

/** The part, once it is loaded. */
export function jsonPart(): JsonPart {
  if (part === undefined) throw new Error('a document of JSON Schema is compiled before what it needs is loaded');
  return part;
}
