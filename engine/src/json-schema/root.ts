import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { isMapping } from '../schema/form.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { decodeFragment, pointerSegments } from './uri.js';

/** Where the schemas of a document stand that holds several: OpenAPI's components, definitions. */
const COLLECTIONS = ['/components/schemas', '/$defs', '/definitions'] as const;

/** Names that a message lists. */
const LISTED = 12;

/** The part of a document that is asked for: a JSON pointer or the name of an anchor. */
export type Located = { readonly pointer: string } | { readonly diagnostic: Diagnostic };

/**
 * Finds the schema that the fragment of a path names, such as `/components/schemas/User`.
 * @param fragment what stands behind `#`, percent-encoded.
 */
export function locateSchema(value: unknown, fragment: string): Located {
  const text = decodeFragment(fragment);
  if (text !== '' && !text.startsWith('/')) {
    const home = COLLECTIONS.find((at) => namesAt(value, at).includes(text));
    // Any other name may be an anchor, which only the schemas tell.
    return home === undefined ? { pointer: text } : missing(`There is no anchor "${text}".`, [pointerTo(home, text)]);
  }
  let at = value;
  let reached = '';
  for (const segment of pointerSegments(text)) {
    const next: unknown = isMapping(at) || Array.isArray(at) ? ownOf(at, segment) : undefined;
    if (next === undefined) {
      const names = isMapping(at) ? Object.keys(at) : [];
      const meant = didYouMean(segment, names).map((name) => pointerTo(reached, name));
      const elsewhere = COLLECTIONS.flatMap((home) =>
        namesAt(value, home).includes(segment) ? [pointerTo(home, segment)] : [],
      );
      return missing(`There is nothing at #${text}.`, meant.length > 0 ? meant : elsewhere, reached, names);
    }
    at = next;
    reached = pointerTo(reached, segment);
  }
  if (isMapping(at) || typeof at === 'boolean') return { pointer: reached };
  return missing(`What stands at #${text} is no schema.`, []);
}

/** The schemas that a document of several schemas holds, as fragments. */
export function schemasIn(value: unknown): readonly string[] {
  return COLLECTIONS.flatMap((home) => namesAt(value, home).map((name) => `#${pointerTo(home, name)}`));
}

/** Up to a dozen of some names, for a message. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).join(', ');
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown;
}

function missing(what: string, meant: readonly string[], reached = '', names: readonly string[] = []): Located {
  const way = meant.length > 0 ? meaning(meant.map((pointer) => `#${pointer}`)) : '';
  const there =
    way === '' && names.length > 0 ? ` ${reached === '' ? 'The document' : `#${reached}`} has ${listed(names)}.` : '';
  const diagnostic: Diagnostic = {
    code: 'json-schema/no-such-schema',
    severity: 'error',
    message: what + way + there,
    pointer: reached,
  };
  return { diagnostic };
}

function namesAt(value: unknown, pointer: string): string[] {
  let at = value;
  for (const segment of pointerSegments(pointer)) at = isMapping(at) ? ownOf(at, segment) : undefined;
  return isMapping(at) ? Object.keys(at) : [];
}

function ownOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
