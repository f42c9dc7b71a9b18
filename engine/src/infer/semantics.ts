/** A meaning of texts: what their columns are called, and what they look like. */
interface Meaning {
  readonly type: string;
  /** Matches the words of the name, in lower case and joined by blanks; without, the values alone tell. */
  readonly name?: RegExp;
  readonly values: RegExp;
  /** Values tell of people, so that none of them may get into a schema. */
  readonly personal?: boolean;
}

const LETTERS = String.raw`[\p{L}\p{M}'’.,\- ]`;

const MEANINGS: readonly Meaning[] = [
  { type: 'internet.email', values: /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/, personal: true },
  { type: 'internet.url', values: /^(?:https?|ftp):\/\/\S+$/ },
  { type: 'internet.ipv4', values: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/, personal: true },
  { type: 'internet.ipv6', values: /^(?=.*:.*:)[\da-fA-F:]{3,39}(?:%\w+)?$/, personal: true },
  { type: 'internet.mac', values: /^(?:[\da-fA-F]{2}[:-]){5}[\da-fA-F]{2}$/, personal: true },
  { type: 'finance.iban', values: /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/, name: /iban|account/, personal: true },
  { type: 'phone.number', values: /^\+[1-9]\d{6,14}$/, personal: true },
  {
    type: 'phone.number',
    name: /\b(?:phone|telephone|mobile|cell|fax|tel)\b/,
    values: /^\+?[\d\s().x/-]{5,25}$/,
    personal: true,
  },
  { type: 'finance.creditCardNumber', name: /\b(?:card|pan)\b/, values: /^\d[\d -]{10,22}\d$/, personal: true },
  {
    type: 'person.firstName',
    name: /\b(?:first|given|fore) ?name\b|^fname$/,
    values: new RegExp(`^${LETTERS}+$`, 'u'),
    personal: true,
  },
  {
    type: 'person.lastName',
    name: /\b(?:last|family|sur) ?name\b|^lname$/,
    values: new RegExp(`^${LETTERS}+$`, 'u'),
    personal: true,
  },
  {
    type: 'person.fullName',
    name: /^(?:name|full ?name)$|\b(?:full|person|customer|user|employee|patient|student|contact|buyer|author|owner|recipient|reviewer|manager) ?name\b|^(?:author|reviewer|assignee|recipient|customer|employee|contact)$/,
    values: new RegExp(String.raw`^\p{L}${LETTERS}* ${LETTERS}*\p{L}\.?$`, 'u'),
    personal: true,
  },
  {
    type: 'internet.username',
    name: /\b(?:user ?name|login|nick ?name|handle|screen name)\b/,
    values: /^\S+$/,
    personal: true,
  },
  { type: 'location.streetAddress', name: /\b(?:address|street)\b/, values: /\p{L}.*\d|\d.*\p{L}/u, personal: true },
  {
    type: 'location.zipCode',
    name: /\b(?:zip|post(?:al)?)(?: ?code)?\b|^plz$/,
    values: /^[A-Z\d][A-Z\d -]{2,9}$/i,
    personal: true,
  },
  { type: 'location.city', name: /\b(?:city|town|municipality|locality)\b/, values: new RegExp(`^${LETTERS}+$`, 'u') },
  { type: 'location.countryCode', name: /\b(?:country|nation|nationality)\b/, values: /^[A-Z]{2}$/ },
  { type: 'location.country', name: /\b(?:country|nation)\b/, values: new RegExp(`^[\\p{L}()&'’.,\\- ]{3,}$`, 'u') },
  { type: 'location.state', name: /\b(?:state|province|region)\b/, values: new RegExp(`^${LETTERS}{3,}$`, 'u') },
  { type: 'location.timeZone', name: /\b(?:time ?zone|tz)\b/, values: /^[A-Z]\w+\/[\w/+-]+$/ },
  { type: 'finance.currencyCode', name: /\b(?:currency|ccy)\b/, values: /^[A-Z]{3}$/ },
  {
    type: 'company.name',
    name: /\b(?:company|organi[sz]ation|employer|vendor|supplier|merchant)(?: name)?\b/,
    values: /\p{L}/u,
  },
  {
    type: 'person.jobTitle',
    name: /\b(?:job(?: title)?|occupation|profession)\b/,
    values: new RegExp(`^${LETTERS}+$`, 'u'),
  },
  { type: 'commerce.productName', name: /\b(?:product|item|article)(?: name| title)?$/, values: /\p{L}.* /u },
  { type: 'internet.userAgent', name: /\buser ?agent\b/, values: /\// },
  { type: 'internet.domainName', name: /\b(?:domain|host)(?: ?name)?\b/, values: /^[\w-]+(?:\.[\w-]+)+$/ },
  { type: 'color.rgb', values: /^#[\da-fA-F]{6}$/ },
  { type: 'system.semver', name: /\b(?:version|semver|release)\b/, values: /^\d+\.\d+\.\d+$/ },
  { type: 'system.mimeType', name: /\b(?:mime|content)(?: ?type)?\b/, values: /^\w+\/[\w.+-]+$/ },
  { type: 'system.fileName', name: /\bfile(?: ?name)?\b/, values: /^[^/\\]+\.\w{1,5}$/ },
];

/** `userEmail`, `user_email`: `user email`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-. ]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Where a name says so too, so many of the values have to look like it. */
const MOST = 0.95;

/** What texts mean, where they look like it: all of them, or nearly all where the name says so too. A name alone never decides. */
export function meaningOf(name: string, values: readonly string[]): Pick<Meaning, 'type' | 'personal'> | undefined {
  const words = wordsOf(name);
  return MEANINGS.find((meaning) => {
    if (meaning.name?.test(words) === false) return false;
    const fitting = values.filter((value) => meaning.values.test(value)).length;
    return fitting >= values.length * (meaning.name === undefined ? 1 : MOST);
  });
}

/** Whether a column probably tells of people, whatever its values look like. */
export function namesPeople(name: string): boolean {
  return /\b(?:name|mail|phone|address|street|birth|born|ssn|social|passport|iban|login|password|secret|token|ip|user|comment|note|bio|message)\b/.test(
    wordsOf(name),
  );
}
