import type { Cell } from './cells.js';
import type { Value } from './expression.js';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const WORD = '[\\p{L}\\p{M}\\p{N}]';

/** What a value of a semantic type looks like. Others need only be a value. */
const FORMS: Readonly<Record<string, RegExp>> = {
  'internet.email': /^[^\s@]+@[\p{L}\p{N}.-]+\.\p{L}{2,}$/u,
  'internet.exampleEmail': /^[^\s@]+@example\.(?:com|net|org)$/u,
  'internet.username': /^[^\s@]+$/u,
  'internet.url': /^https?:\/\/[^\s/]+\.[^\s/]+\/?$/u,
  'internet.domainName': /^[^\s@/]+\.[^\s@/]+$/u,
  'internet.ipv4': new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`),
  'internet.ipv6': /^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$/,
  'internet.mac': /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/,
  'internet.httpMethod': /^(?:GET|POST|PUT|DELETE|PATCH)$/,
  'internet.protocol': /^https?$/,
  'person.fullName': new RegExp(`${WORD}.*\\s.*${WORD}`, 'u'),
  'person.firstName': new RegExp(`^${WORD}`, 'u'),
  'person.lastName': new RegExp(WORD, 'u'),
  'person.sexType': /^(?:female|male)$/,
  'location.city': new RegExp(WORD, 'u'),
  'location.country': new RegExp(WORD, 'u'),
  'location.countryCode': /^[A-Z]{2}$/,
  'location.zipCode': /\d/,
  'phone.number': /^[+()\d][-+().\s\dx#*/]{3,}$/,
  'company.name': new RegExp(WORD, 'u'),
  'commerce.productName': new RegExp(`${WORD}+ .*${WORD}`, 'u'),
  'commerce.price': /^\d+\.\d\d$/,
  'commerce.isbn': /^(?:978|979)?-?[\d-]{9,}[\dX]$/,
  'finance.iban': /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/,
  'finance.bic': /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/,
  'finance.currencyCode': /^[A-Z]{3}$/,
  'finance.accountNumber': /^\d{8}$/,
  'git.commitSha': /^[0-9a-f]{40}$/,
  'color.rgb': /^#[0-9a-f]{6}$/,
  'database.mongodbObjectId': /^[0-9a-f]{24}$/,
  'string.uuid': /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'string.nanoid': /^[\w-]{21}$/,
  'string.ulid': /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
  'system.semver': /^\d+\.\d+\.\d+$/,
  'system.mimeType': /^[\w.+-]+\/[\w.+-]+$/,
  'vehicle.vin': /^[0-9A-HJ-NPR-Z]{17}$/,
  'lorem.word': /^\p{L}+$/u,
  'lorem.words': /^\p{L}+(?: \p{L}+)*$/u,
  'lorem.slug': /^[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*$/u,
  'lorem.sentence': /^\p{L}.*[.。।]$/u,
};

const NUMBERS = new Set([
  'location.latitude',
  'location.longitude',
  'internet.port',
  'internet.httpStatusCode',
  'number.int',
  'number.float',
]);

/** Types whose values are lists or objects. */
const COMPOUND = /^(?:airline|science|color)\.|^finance\.currency$|^location\.(?:language|nearbyGPSCoordinate)$/;

const ALIASES: Readonly<Record<string, string>> = {
  email: 'internet.email',
  fullName: 'person.fullName',
  phone: 'phone.number',
};

/** Checks the form of a semantic value and that it belongs to the values it derives `from`. */
export function checkSemantic(
  named: string,
  value: unknown,
  from: readonly Value[],
  { report, path }: Pick<Cell, 'report' | 'path'>,
): void {
  const type = ALIASES[named] ?? named;
  if (typeof value === 'object' && !COMPOUND.test(type))
    return report('type', path, `${JSON.stringify(value)} is no ${type}`);
  if (NUMBERS.has(type) ? typeof value !== 'number' : type in FORMS && typeof value !== 'string') {
    return report('type', path, `${JSON.stringify(value)} is no ${type}`);
  }
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
    report('type', path, `${JSON.stringify(value)} has half a character`);
  }
  if (FORMS[type] && !FORMS[type].test(value as string))
    report('semantic', path, `${JSON.stringify(value)} is no ${type}`);
  if (type === 'person.fullName') return checkName(String(value), from, { report, path });
  if (type !== 'internet.email' && type !== 'internet.username') return;
  const words = from.flatMap((source) => (typeof source === 'string' ? latinWords(source) : []));
  const local = String(value).split('@')[0].toLowerCase();
  if (words.every((word) => word !== undefined) && words.length > 0 && !words.some((word) => local.includes(word))) {
    report('from', path, `${JSON.stringify(value)} has nothing of ${from.map(String).join(' ')}`);
  }
}

/** A full name has the names it derives from, and no title of the other sex. */
function checkName(name: string, from: readonly Value[], { report, path }: Pick<Cell, 'report' | 'path'>): void {
  for (const source of from) {
    const sex = source === 'female' || source === 'male';
    const other = source === 'female' ? /^(?:Mr\.|Herr) / : /^(?:Mrs\.|Ms\.|Miss|Frau) /;
    if (typeof source === 'string' && (sex ? other.test(name) : !name.includes(source))) {
      report('from', path, `${JSON.stringify(name)} does not belong to ${source}`);
    }
  }
}

const GERMAN: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Words of a name in plain letters, of which one must survive in a user name; `undefined` for a word of another script. */
function latinWords(name: string): (string | undefined)[] {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’.]/g, '')
    .split(/[\s-]+/)
    .filter((word) => [...word].length > 1);
  return words.flatMap((word) => {
    const spelt = word.replace(/[äöüß]/g, (letter) => GERMAN[letter]);
    const plain = [spelt, word].map((text) => text.normalize('NFD').replace(/\p{M}/gu, ''));
    return plain.map((text) => (/^[a-z]+$/.test(text) ? text : undefined));
  });
}
