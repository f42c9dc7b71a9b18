import type { JsonSchema } from '../schema/json-schema.js';

/** A check of a text: a format of its own, or a pattern. The settings are those of Zod 4's formats. */
export interface StringCheck {
  readonly format?: string;
  readonly pattern?: RegExp;
  /** Of an instant or time: digits after the second; −1: no seconds. */
  readonly precision?: number | null;
  readonly local?: boolean;
  /** Of a UUID: `v4` … */
  readonly version?: string;
  readonly alg?: string;
  readonly protocol?: RegExp;
  readonly hostname?: RegExp;
  readonly normalize?: boolean;
}

/** A format said in JSON Schema. */
export interface FormatSchema {
  readonly json: JsonSchema;
  /** Every value of it parses, as it is. */
  readonly exact: boolean;
}

/**
 * What to draw for a text with one format and nothing else: a format that JSON Schema knows, or a pattern that is
 * narrower than Zod's and looks like the real thing. `undefined`: as Zod's own conversion says it.
 */
export function soleFormat(check: StringCheck): FormatSchema | undefined {
  const simple = SIMPLE[check.format ?? ''];
  if (simple !== undefined) return { json: simple, exact: true };
  switch (check.format) {
    case 'datetime':
      return instant(check.precision ?? undefined);
    case 'time':
      // Zod's has no offset, which the format of JSON Schema asks for.
      return { json: { pattern: timePattern(check.precision ?? 0) }, exact: true };
    case 'uuid':
      return uuid(check.version);
    case 'jwt':
      return { json: { pattern: jwtPattern(check.alg) }, exact: true };
    case 'url':
      return { json: urlSchema(check), exact: false };
    case 'credit_card':
      return {
        json: { pattern: '^\\d([ -]?\\d){11,18}$', 'x-synth': { type: 'finance.creditCardNumber' } },
        exact: false,
      };
    case 'iban':
      return {
        json: { pattern: '^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$', 'x-synth': { type: 'finance.iban' } },
        exact: false,
      };
    default:
      return undefined;
  }
}

const SIMPLE: Readonly<Record<string, JsonSchema>> = {
  email: { format: 'email' },
  guid: { format: 'uuid' },
  date: { format: 'date' },
  duration: { format: 'duration' },
  ipv4: { format: 'ipv4' },
  ipv6: { format: 'ipv6' },
  hostname: { format: 'hostname' },
  cuid: { pattern: '^c[0-9a-z]{24}$' },
  cuid2: { pattern: '^[a-z][0-9a-z]{23}$' },
  ulid: { pattern: '^0[1-7][0-9A-HJKMNP-TV-Z]{24}$' },
  cidrv6: { pattern: '^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}/(12[0-8]|1[01]\\d|[1-9]?\\d)$' },
  emoji: { pattern: '^[\\u{1F400}-\\u{1F43E}\\u{1F600}-\\u{1F64F}\\u{1F680}-\\u{1F6C5}]{1,3}$' },
  base64: { pattern: '^([0-9a-zA-Z+/]{4}){1,12}([0-9a-zA-Z+/]{2}==|[0-9a-zA-Z+/]{3}=)?$' },
  base64url: { pattern: '^([A-Za-z0-9_-]{4}){1,12}([A-Za-z0-9_-]{2,3})?$' },
  json_string: { enum: ['{}', '[]', 'null', 'true', '{"a":1}', '["a","b"]', '{"a":{"b":[1,2]}}'] },
};

function instant(precision: number | undefined): FormatSchema | undefined {
  if (precision === undefined) return { json: { format: 'date-time' }, exact: true };
  // Without seconds it is no instant of JSON Schema.
  if (precision < 0) return undefined;
  const pattern = `T\\d\\d:\\d\\d:\\d\\d${precision === 0 ? '' : `\\.\\d{${precision}}`}Z$`;
  return { json: { format: 'date-time', pattern }, exact: true };
}

function timePattern(precision: number): string {
  const fraction = precision > 0 ? `\\.\\d{${precision}}` : '';
  return `^([01]\\d|2[0-3]):[0-5]\\d${precision < 0 ? '' : `:[0-5]\\d${fraction}`}$`;
}

function uuid(version: string | undefined): FormatSchema {
  if (version === undefined || version === 'v4') return { json: { format: 'uuid' }, exact: true };
  const pattern = `^[0-9a-f]{8}-[0-9a-f]{4}-${version.slice(1)}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`;
  if (version !== 'v7') return { json: { pattern }, exact: true };
  return { json: { format: 'uuid', pattern, 'x-synth': { type: 'uuid', version: 7 } }, exact: true };
}

function jwtPattern(alg = 'HS256'): string {
  const encoded = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '\\+');
  return `^${encoded({ alg, typ: 'JWT' })}\\.eyJ[A-Za-z0-9_-]{37}\\.[A-Za-z0-9_-]{43}$`;
}

const PROTOCOLS = ['https', 'http', 'ftp', 'ftps', 'sftp', 'ssh', 'ws', 'wss', 'git', 'file', 'redis', 'postgres'];
const HOSTS = ['example.com', 'www.example.org', 'api.example.net', 'localhost', '127.0.0.1'];

/** Of a URL whose protocol or host must match: well-known ones that do. */
function urlSchema({ protocol, hostname }: StringCheck): JsonSchema {
  if (protocol === undefined && hostname === undefined) return { format: 'uri', 'x-synth': { type: 'internet.url' } };
  const matching = (all: readonly string[], wanted: RegExp | undefined): string | undefined => {
    // A sticky or global expression remembers where it stopped.
    const found = wanted === undefined ? all : all.filter((text) => new RegExp(wanted.source, wanted.flags).test(text));
    return found.length === 0 ? undefined : `(${found.map((text) => text.replaceAll('.', '\\.')).join('|')})`;
  };
  const scheme = matching(protocol === undefined ? ['https'] : PROTOCOLS, protocol) ?? inside(protocol!);
  const host = matching(hostname === undefined ? HOSTS.slice(0, 3) : HOSTS, hostname) ?? inside(hostname!);
  return { pattern: `^${scheme}://${host}(/[a-z0-9-]{1,12}){0,2}$` };
}

/** A pattern without the anchors around it. */
function inside({ source }: RegExp): string {
  return `(${source.replace(/^\^/, '').replace(/\$$/, '')})`;
}

/** Formats of Zod that check no more than their pattern says. */
const BY_PATTERN: ReadonlySet<string> = new Set([
  ...['guid', 'uuid', 'email', 'emoji', 'nanoid', 'cuid', 'cuid2', 'ulid', 'xid', 'ksuid', 'datetime', 'date', 'time'],
  ...['duration', 'ipv4', 'mac', 'cidrv4', 'e164', 'regex', 'lowercase', 'uppercase', 'includes', 'starts_with'],
  ...['ends_with', 'hex', 'hostname', 'currency_code'],
]);

/**
 * Whether a text that the check's pattern accepts passes the check.
 * @param limited the length of the text is limited too, which Zod counts in UTF-16 units.
 */
export function isPlainCheck({ format = '', pattern }: StringCheck, limited: boolean): boolean {
  if (pattern === undefined) return false;
  const known = BY_PATTERN.has(format) || /^(md5|sha\d+)_/.test(format);
  // JSON Schema has no flags: the expression may say something else without them.
  return known && !/[iy]/.test(pattern.flags) && !(limited && mayLeaveAscii(pattern));
}

/** Whether an expression can match characters beyond the Basic Multilingual Plane. */
function mayLeaveAscii({ source }: RegExp): boolean {
  return /\\[pPuxDWSc]|[^\x20-\x7e]|\[\^|(?:^|[^\\])\./.test(source);
}
