import type { Column } from '../columns/column.js';
import { ABSENT, valueAt } from '../columns/read.js';

/** 0 female, 1 male, 2 not known or neither. */
export type SexCode = 0 | 1 | 2;

const FEMALE =
  'f female w woman girl mrs ms miss weiblich frau femme féminin feminin féminine mujer femenino femenina mulher feminino feminina ' +
  'donna femmina femminile vrouw vrouwelijk kvinna kvinde kvinne nainen kobieta žena kadın жен женский женщина ж жінка γυναίκα ' +
  '女 女性 女子 여 여자 여성 أنثى امرأة مؤنث נקבה אישה زن महिला หญิง nữ';
const MALE =
  'm male man boy mr männlich mann homme masculin masculine hombre masculino varón homem uomo maschio maschile mannelijk ' +
  'heren man mand mies mężczyzna muž erkek муж мужской мужчина м чоловік άνδρας 男 男性 男子 남 남자 남성 ذكر رجل مذكر זכר גבר مرد पुरुष ชาย nam';

const WORDS = new Map<string, SexCode>([
  ...FEMALE.split(' ').map((word): [string, SexCode] => [word, 0]),
  ...MALE.split(' ').map((word): [string, SexCode] => [word, 1]),
]);

/**
 * The sex that a value of any field stands for: words for female and male in many languages, whatever their case, and
 * the codes of ISO/IEC 5218 (1 male, 2 female). Anything else, such as `diverse`, `x` or null, is neither.
 */
export function sexOf(value: unknown): SexCode {
  if (value === 2) return 0;
  if (value === 1) return 1;
  return typeof value === 'string' ? (WORDS.get(value.trim().toLowerCase()) ?? 2) : 2;
}

/** {@link sexOf} of every row of a column. */
export function sexCodes(column: Column): Uint8Array {
  const codes = new Uint8Array(column.length);
  if (column.kind === 'dictionary') {
    const byValue = column.dictionary.values.map(sexOf);
    for (let i = 0; i < codes.length; i++) codes[i] = column.nulls?.[i] ? 2 : byValue[column.codes[i]];
    return codes;
  }
  for (let i = 0; i < codes.length; i++) {
    const value = valueAt(column, i);
    codes[i] = value === ABSENT ? 2 : sexOf(value);
  }
  return codes;
}
