const UNICODE =
  '\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}\\u{10000}-\\u{1fffd}\\u{20000}-\\u{2fffd}' +
  '\\u{30000}-\\u{3fffd}\\u{40000}-\\u{4fffd}\\u{50000}-\\u{5fffd}\\u{60000}-\\u{6fffd}\\u{70000}-\\u{7fffd}' +
  '\\u{80000}-\\u{8fffd}\\u{90000}-\\u{9fffd}\\u{a0000}-\\u{afffd}\\u{b0000}-\\u{bfffd}\\u{c0000}-\\u{cfffd}' +
  '\\u{d0000}-\\u{dfffd}\\u{e1000}-\\u{efffd}';
const PRIVATE = '\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}';
const FUTURE_ADDRESS = /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i;

/** The parts of RFC 3986, section 3 (RFC 3987 with `more` characters): scheme, authority, address in brackets, path. */
function parts(more: string, inQuery: string): RegExp {
  const escape = '%[0-9A-Fa-f]{2}';
  const plain = `A-Za-z0-9\\-._~!$&'()*+,;=${more}`;
  const user = `(?:[${plain}:]|${escape})*@`;
  const host = `\\[([0-9A-Za-z:.\\-_~!$&'()*+,;=]*)\\]|(?:[${plain}]|${escape})*`;
  const path = `(?:[${plain}:@/]|${escape})*`;
  const query = `(?:[${plain}:@/?${inQuery}]|${escape})*`;
  const fragment = `(?:[${plain}:@/?]|${escape})*`;
  return new RegExp(
    `^(?:([A-Za-z][A-Za-z0-9+.\\-]*):)?(?://((?:${user})?(?:${host})(?::\\d*)?))?(${path})(?:\\?${query})?(?:#${fragment})?$`,
    'u',
  );
}

const URI = parts('', '');
const IRI = parts(UNICODE, PRIVATE);

export function isUri(text: string): boolean {
  return refers(URI, text, true);
}

export function isUriReference(text: string): boolean {
  return refers(URI, text, false);
}

export function isIri(text: string): boolean {
  return refers(IRI, text, true);
}

export function isIriReference(text: string): boolean {
  return refers(IRI, text, false);
}

function refers(form: RegExp, text: string, absolute: boolean): boolean {
  const found = form.exec(text);
  if (found === null) return false;
  const [, scheme, authority, address, path] = found;
  if (address !== undefined && !isIpv6(address) && !FUTURE_ADDRESS.test(address)) return false;
  if (authority !== undefined) return (!absolute || scheme !== undefined) && (path === '' || path.startsWith('/'));
  if (path.startsWith('//')) return false;
  if (scheme !== undefined) return path !== '';
  return !absolute && !/^[^/]*:/.test(path);
}

const TEMPLATE = (() => {
  const name = '(?:[a-z0-9_]|%[0-9a-f]{2})+';
  const variable = `${name}(?::[1-9]\\d{0,3}|\\*)?`;
  const literal = '[^\\x00-\\x20"\'<>%\\\\^`{|}]|%[0-9a-f]{2}';
  return new RegExp(`^(?:(?:${literal})|\\{[+#./;?&=,!@|]?${variable}(?:,${variable})*\\})*$`, 'i');
})();

/** RFC 6570, without dots in names. */
export function isUriTemplate(text: string): boolean {
  return TEMPLATE.test(text);
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** RFC 4291, section 2.2. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [i, half] of halves.entries()) {
    if (half === '') continue;
    const list = half.split(':');
    for (const [j, group] of list.entries()) {
      if (/^[0-9a-f]{1,4}$/i.test(group)) groups++;
      else if (i === halves.length - 1 && j === list.length - 1 && isIpv4(group)) groups += 2;
      else return false;
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

const URL_PARTS = /^(?:https?|ftp):\/\/(?:[^\s/@]+@)?([^\s/:@]+)(?::\d{2,5})?(?:\/\S*)?$/i;
const DOMAIN = /^(?:(?:[a-z0-9\u00a1-\uffff]+-)*[a-z0-9\u00a1-\uffff]+\.)+[a-z\u00a1-\uffff]{2,}$/iu;
const PRIVATE_NETWORK = /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

/** A web or FTP address with a public host. */
export function isUrl(text: string): boolean {
  const host = URL_PARTS.exec(text)?.[1];
  if (host === undefined) return false;
  if (!isIpv4(host)) return DOMAIN.test(host);
  const [first, , , last] = host.split('.').map(Number);
  return first >= 1 && first <= 223 && last >= 1 && last <= 254 && !PRIVATE_NETWORK.test(host);
}
