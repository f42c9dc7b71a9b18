import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import type { SinkRun } from './sink.js';

/** What of a row is turned into a vector. */
export interface RowTextOptions {
  /** Names of fields, with dots into objects. Default: every text of the row. */
  readonly fields?: readonly string[] | undefined;
  /** A text with fields in it, such as `{{title}} in {{address.city}}`; instead of `fields`. */
  readonly template?: string | undefined;
}

const FIELD = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Writes rows as the texts that they are found by. */
export class RowText {
  readonly #template: string | undefined;
  readonly #fields: readonly string[];

  /** @throws OptionError where both ways are given, or one that names no field */
  constructor({ fields, template }: RowTextOptions) {
    if (fields !== undefined && template !== undefined) {
      throw new OptionError('A row is turned into a vector by `fields` or by a `template`: leave one of the two out.');
    }
    this.#template = template;
    this.#fields = fields ?? [...(template ?? '').matchAll(FIELD)].map(([, name]) => name);
    if ((fields ?? template) !== undefined && this.#fields.length === 0) {
      throw new OptionError(
        template === undefined
          ? '`fields` must name the fields that rows are found by.'
          : `The template ${JSON.stringify(template)} names no field; write one as {{name}}.`,
      );
    }
  }

  /** @throws OptionError for a field that no table has */
  check({ tables }: Pick<SinkRun, 'tables'>): void {
    const known = [...new Set(tables.flatMap(({ fields }) => fields))];
    for (const field of this.#fields) {
      const name = field.split('.')[0];
      if (known.some((other) => other === field || other === name || other.startsWith(`${field}.`))) continue;
      throw new OptionError(
        `There is no field \`${field}\` that rows could be found by.${meaning(didYouMean(name, known)) || ` Fields: ${known.join(', ')}.`}`,
      );
    }
  }

  /** What a record is found by: its fields; of one that has none of them, all its texts. */
  of(value: unknown): string {
    const found = new Map(this.#fields.map((field) => [field, textsOf(memberAt(value, field)).join(' ')]));
    if ([...found.values()].some((text) => text !== '')) {
      return this.#template === undefined
        ? [...found.values()].join('\n')
        : this.#template.replaceAll(FIELD, (_, field: string) => found.get(field)!);
    }
    const texts = textsOf(value, (leaf) => typeof leaf === 'string');
    return texts.length > 0 ? texts.join('\n') : (JSON.stringify(value) ?? '');
  }
}

/** A member by its name, or by names with dots between them. */
export function memberAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  const dot = path.indexOf('.');
  if (dot < 0 || !Object.hasOwn(value, path.slice(0, dot))) return undefined;
  return memberAt((value as Record<string, unknown>)[path.slice(0, dot)], path.slice(dot + 1));
}

function textsOf(value: unknown, wanted: (leaf: unknown) => boolean = () => true): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.values(value).flatMap((member) => textsOf(member, wanted));
  return wanted(value) ? [String(value)] : [];
}
