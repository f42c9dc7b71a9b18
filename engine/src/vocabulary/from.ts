import type { Column, Dictionary } from '../columns/column.js';
import { either } from '../columns/marks.js';
import { ABSENT, valueAt } from '../columns/read.js';
import { TextTable } from '../columns/text.js';
import { OptionError } from '../errors.js';
import type { Batch, Drawer } from '../fields/drawer.js';

/** What a field that another is made `from` means to it. */
export type FromRole = 'name' | 'sex' | 'firstName' | 'lastName' | 'other';

/** A field that a semantic field is made `from`. */
export interface FromField {
  readonly role: FromRole;
  /** Its semantic type, where it is semantic. */
  readonly semantic?: string | undefined;
  column(batch: Batch): Column;
  /** Given only where the field's values are this drawer's, apart from nulls. */
  readonly drawer?: Drawer | undefined;
  /** The field can be null: so can what is made from it. */
  readonly nullable?: boolean | undefined;
}

const ROLES: Readonly<Record<string, FromRole>> = {
  'person.fullName': 'name',
  'person.firstName': 'firstName',
  'person.lastName': 'lastName',
  'person.sex': 'sex',
  'person.sexType': 'sex',
  'person.gender': 'sex',
  'internet.displayName': 'name',
  'internet.username': 'name',
};

/** The role of a field by its semantic type, else by its name. */
export function fromRole(semantic: string | undefined, name: string): FromRole {
  if (semantic !== undefined) return ROLES[semantic] ?? 'other';
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (/(first|given|fore)name|vorname|prenom|nombre$/.test(plain)) return 'firstName';
  if (/(last|family|sur)name|nachname|apellido/.test(plain)) return 'lastName';
  if (/^(sex|gender|geschlecht|sexe|sexo|genero)$/.test(plain)) return 'sex';
  if (/(company|organi[sz]ation|employer|firm|domain|url|website)/.test(plain)) return 'other';
  return /name|author|person|customer|user|contact/.test(plain) ? 'name' : 'other';
}

/** The fields of one `from`, by role. @throws OptionError for roles that the type cannot use. */
export function byRole(
  type: string,
  from: readonly FromField[],
  usable: readonly FromRole[],
): Partial<Record<FromRole, FromField>> {
  const found: Partial<Record<FromRole, FromField>> = {};
  for (const field of from) {
    if (!usable.includes(field.role)) {
      const what =
        usable.length === 0 ? 'any other field; leave out `from`' : `${NAMES[field.role]}, only from ${list(usable)}`;
      throw new OptionError(`${type} cannot be made from ${what}.`, 'semantic/from');
    }
    if (found[field.role]) {
      throw new OptionError(
        `${type} can be made from one field of each kind, and ${NAMES[field.role]} comes twice.`,
        'semantic/from',
      );
    }
    found[field.role] = field;
  }
  return found;
}

const NAMES: Readonly<Record<FromRole, string>> = {
  name: 'a full name',
  sex: 'a sex',
  firstName: 'a first name',
  lastName: 'a last name',
  other: 'a company or domain',
};

function list(roles: readonly FromRole[]): string {
  return roles.map((role) => NAMES[role]).join(' or ');
}

/** Texts made from a column: one encoded text for each code. */
export interface Encoded {
  readonly table: TextTable;
  readonly codes: Int32Array;
  readonly nulls: Uint8Array | undefined;
}

/** Makes texts from the values of a column; those of a dictionary once. */
export class ColumnEncoder {
  private readonly tables = new WeakMap<Dictionary, TextTable>();

  constructor(private readonly make: (text: string) => string) {}

  encode(column: Column): Encoded {
    if (column.kind === 'dictionary') {
      let table = this.tables.get(column.dictionary);
      if (!table) {
        table = new TextTable(column.dictionary.values.map((v) => this.make(String(v))));
        this.tables.set(column.dictionary, table);
      }
      return { table, codes: column.codes, nulls: column.nulls };
    }
    const texts: string[] = [];
    for (let i = 0; i < column.length; i++) {
      const value = valueAt(column, i);
      texts.push(value === null || value === ABSENT ? '' : this.make(String(value)));
    }
    return { table: new TextTable(texts), codes: Int32Array.from(texts, (_, i) => i), nulls: column.nulls };
  }
}

/** Marks of rows in which one of the fields is null. */
export function nullsOf(columns: readonly { readonly nulls?: Uint8Array | undefined }[]): Uint8Array | undefined {
  return columns.reduce<Uint8Array | undefined>((marks, column) => either(marks, column.nulls), undefined);
}
