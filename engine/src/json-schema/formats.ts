import { isIdnEmail, isIdnHostname } from './formats-idn.js';
import { isDate, isDateTime, isDuration, isIsoDateTime, isIsoTime, isTime } from './formats-time.js';
import { isIpv4, isIpv6, isIri, isIriReference, isUri, isUriReference, isUriTemplate, isUrl } from './formats-uri.js';

type TextCheck = (text: string) => boolean;
type NumberCheck = (value: number) => boolean;

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const POINTER_FRAGMENT = /^#(?:\/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~[01])*)*$/i;
const RELATIVE_POINTER = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const ATOMS = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^${ATOMS}(?:\\.${ATOMS})*@(?:${LABEL}\\.)+${LABEL}$`, 'i');
const HOSTNAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`, 'i');

const TEXT_CHECKS: ReadonlyMap<string, TextCheck> = new Map<string, TextCheck>([
  ['date-time', isDateTime],
  ['date', isDate],
  ['time', isTime],
  ['iso-date-time', isIsoDateTime],
  ['iso-time', isIsoTime],
  ['duration', isDuration],
  ['email', (text) => EMAIL.test(text)],
  ['idn-email', isIdnEmail],
  ['hostname', (text) => HOSTNAME.test(text)],
  ['idn-hostname', isIdnHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['uri-reference', isUriReference],
  ['iri', isIri],
  ['iri-reference', isIriReference],
  ['uri-template', isUriTemplate],
  ['url', isUrl],
  ['uuid', (text) => UUID.test(text)],
  ['json-pointer', (text) => POINTER.test(text)],
  ['json-pointer-uri-fragment', (text) => POINTER_FRAGMENT.test(text)],
  ['relative-json-pointer', (text) => RELATIVE_POINTER.test(text)],
  ['regex', isRegex],
  ['byte', (text) => BASE64.test(text)],
  ['binary', () => true],
  ['password', () => true],
]);

const NUMBER_CHECKS: ReadonlyMap<string, NumberCheck> = new Map<string, NumberCheck>([
  ['int32', (value) => Number.isInteger(value) && value >= -2147483648 && value <= 2147483647],
  ['int64', Number.isInteger],
  ['float', Number.isFinite],
  ['double', Number.isFinite],
]);

/**
 * How texts of a format are told from others; `undefined` for a format that says nothing about texts. All formats of the
 * drafts and those of `ajv-formats`: what is accepted here, its full mode accepts. Dates and times are those of RFC 3339,
 * offsets with a colon.
 */
export function formatCheck(name: string): TextCheck | undefined {
  return TEXT_CHECKS.get(name);
}

/** As {@link formatCheck}, for numbers: OpenAPI's `int32`, `int64`, `float` and `double`. */
export function numberFormatCheck(name: string): NumberCheck | undefined {
  return NUMBER_CHECKS.get(name);
}

/** The formats that are asserted. */
export const FORMAT_NAMES: readonly string[] = [...TEXT_CHECKS.keys(), ...NUMBER_CHECKS.keys()];

function isRegex(text: string): boolean {
  if (/[^\\]\\Z/.test(text)) return false;
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
