import type { Column } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import { valueAt } from '../columns/read.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import { domainLabel, domainOf } from './company-domain.js';
import { byRole, ColumnEncoder, type FromField, nullsOf } from './from.js';
import { isNameDrawer, lastNames, namePhrases } from './full-name.js';
import type { Vocabulary } from './locale.js';
import { nameReader } from './name-text.js';
import { type Phrase, slot } from './phrase.js';
import { PhraseWriter } from './phrase-writer.js';
import { sexCodes, sexOf } from './sex.js';
import { type BySex, entry, list } from './words.js';

/** What a field made `from` others is compiled with. */
export interface FromSpec {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly vocabulary: Vocabulary;
  readonly from: readonly FromField[];
  readonly stream: Stream;
  /** Phrase of a type. */
  of(type: string, options?: Readonly<Record<string, unknown>>): Phrase | undefined;
}

const text = (nullable: boolean): Drawer['type'] => ({ kind: 'string', nullable, optional: false });

/** Whether a field can be null, as far as is known. */
function canBeNull(fields: readonly (FromField | undefined)[]): boolean {
  return fields.some((f) => f?.nullable === true || f?.drawer?.type.nullable === true);
}

/** A type that takes the option `sex`, after the sex of another field; neither draws any. */
export function drawnBySex(spec: FromSpec, field: FromField): Drawer | undefined {
  const { type, options, stream, of } = spec;
  const phrases = [of(type, { ...options, sex: 'female' }), of(type, { ...options, sex: 'male' }), of(type, options)];
  if (!phrases.every((p) => p !== undefined)) return undefined;
  const writer = new PhraseWriter(phrases, stream);
  return {
    type: text(false),
    draw: (batch) => writer.write(batch.addresses, sexCodes(field.column(batch))),
  };
}

/** First or last name of a full name. */
export function nameOf(spec: FromSpec, field: FromField): Drawer {
  const which = spec.type === 'person.firstName' ? 'first' : 'last';
  const type = text(canBeNull([field]));
  if (isNameDrawer(field.drawer)) {
    const { drawer } = field;
    if (which === 'last') {
      const draw = lastNames(drawer, spec.stream);
      return { type, draw: (batch) => draw(batch, field.nullable ? field.column(batch).nulls : undefined) };
    }
    const dictionary = { values: drawer.tables.firstNames };
    return {
      type,
      draw(batch) {
        const nulls = field.nullable ? field.column(batch).nulls : undefined;
        return { kind: 'dictionary', length: batch.length, codes: drawer.parts(batch).first, dictionary, nulls };
      },
    };
  }
  const { split } = nameReader(spec.vocabulary);
  return { type, draw: (batch) => mapTexts(field.column(batch), (name) => split(name)[which]) };
}

/** The sex that goes with a first or full name, in the words of `person.sex` or `person.sexType`; drawn where both fit. */
export function sexOfName(spec: FromSpec, field: FromField): Drawer {
  const { type, vocabulary, stream } = spec;
  const words = type === 'person.sexType' ? ['female', 'male'] : list(vocabulary, 'person', 'sex');
  const [female, male] = [0, 1].map((code) => words.findIndex((w) => sexOf(w) === code));
  const lists = entry(vocabulary, 'person', 'first_name') as BySex<string>;
  const [women, men] = [new Set(lists.female), new Set(lists.male)];
  const { split } = nameReader(vocabulary);
  const dictionary = { values: words };
  const parts = isNameDrawer(field.drawer) ? field.drawer : undefined;
  return {
    type: { kind: 'string', nullable: canBeNull([field]), optional: false, dictionary: true },
    draw(batch) {
      const codes = new Int32Array(batch.length);
      stream.integers(batch.addresses, 0, words.length, codes);
      const column = parts && !field.nullable ? undefined : field.column(batch);
      const drawn = parts?.parts(batch).sex;
      for (let i = 0; i < codes.length; i++) {
        if (column?.nulls?.[i]) continue;
        let code = drawn?.[i] ?? 2;
        if (!drawn) {
          const value = String(valueAt(column!, i));
          const name = field.role === 'name' ? split(value).first : value;
          if (women.has(name) !== men.has(name)) code = women.has(name) ? 0 : 1;
        }
        if (code === 0 && female >= 0) codes[i] = female;
        if (code === 1 && male >= 0) codes[i] = male;
      }
      return { kind: 'dictionary', length: batch.length, codes, dictionary, nulls: column?.nulls };
    },
  };
}

/** A full name of a first and a last name from other fields, put together as the locale does; either may be drawn. */
export function composedName(spec: FromSpec): Drawer | undefined {
  const { vocabulary, stream, of } = spec;
  const fields = byRole(spec.type, spec.from, ['firstName', 'lastName', 'sex']);
  const phrases = (['female', 'male', undefined] as const).map((sex) => {
    const first = fields.firstName ? slot(0, false) : of('person.firstName', sex && { sex });
    const last = fields.lastName ? slot(1, false) : of('person.lastName', sex && { sex });
    return first && last && namePhrases(vocabulary, of, first, last)?.[sex === 'male' ? 1 : 0];
  });
  if (!phrases.every((p) => p !== undefined)) return undefined;
  const writer = new PhraseWriter(phrases, stream);
  const encoder = new ColumnEncoder((name) => name);
  return {
    type: text(canBeNull([fields.firstName, fields.lastName])),
    draw(batch) {
      const first = encoder.encode((fields.firstName ?? fields.lastName)!.column(batch));
      const last = fields.lastName && fields.firstName ? encoder.encode(fields.lastName.column(batch)) : first;
      const select = fields.sex && sexCodes(fields.sex.column(batch));
      const sexes = select ?? new Uint8Array(batch.length).fill(2);
      const slots = [first, last].map(({ table, codes }) => ({ texts: table, codes, longest: table.longest }));
      return writer.write(batch.addresses, sexes, slots, nullsOf([first, last]));
    },
  };
}

/** Domain names and URLs of a company. */
export function companySite(spec: FromSpec, field: FromField): Drawer {
  const { type, options, vocabulary } = spec;
  const { protocol = 'https', appendSlash = false } = options;
  const make = (company: string): string => {
    if (type === 'internet.domainWord') return domainLabel(vocabulary, company);
    const domain = domainOf(vocabulary, company);
    return type === 'internet.url' ? `${protocol as string}://${domain}${appendSlash ? '/' : ''}` : domain;
  };
  return {
    type: text(canBeNull([field])),
    draw(batch: Batch): Column {
      const column = field.column(batch);
      return mapTexts(column, make);
    },
  };
}

function mapTexts(column: Column, make: (value: string) => string): Column {
  const builder = new TextBuilder(column.length);
  for (let i = 0; i < column.length; i++) {
    if (!column.nulls?.[i]) builder.text(make(String(valueAt(column, i))));
    builder.endRow();
  }
  return builder.finish(column.nulls);
}
