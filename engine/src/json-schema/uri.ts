const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** Resolves a URI reference against an absolute base, as RFC 3986, section 5.2 has it; any scheme, `urn:` too. */
export function resolveUri(reference: string, base: string): string {
  const [, scheme, authority, path = '', query, fragment] = PARTS.exec(reference) ?? [];
  if (scheme !== undefined) return compose(scheme, authority, withoutDots(path), query, fragment);
  const [, baseScheme, baseAuthority, basePath = '', baseQuery] = PARTS.exec(base) ?? [];
  if (authority !== undefined) return compose(baseScheme, authority, withoutDots(path), query, fragment);
  if (path === '') return compose(baseScheme, baseAuthority, basePath, query ?? baseQuery, fragment);
  const merged = path.startsWith('/')
    ? path
    : baseAuthority !== undefined && basePath === ''
      ? `/${path}`
      : basePath.slice(0, basePath.lastIndexOf('/') + 1) + path;
  return compose(baseScheme, baseAuthority, withoutDots(merged), query, fragment);
}

/** A URI and its fragment as written, `''` where there is none. */
export function splitFragment(uri: string): readonly [uri: string, fragment: string] {
  const hash = uri.indexOf('#');
  return hash < 0 ? [uri, ''] : [uri.slice(0, hash), uri.slice(hash + 1)];
}

/** Undoes percent-encoding; a text that is not well encoded stays as it is. */
export function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** A JSON pointer as a fragment. Other characters than `%` are left readable. */
export function encodeFragment(pointer: string): string {
  return pointer.replaceAll('%', '%25');
}

/** The parts of a JSON pointer, without escapes. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((s) => (s.includes('~') ? s.replaceAll('~1', '/').replaceAll('~0', '~') : s));
}

function compose(scheme?: string, authority?: string, path = '', query?: string, fragment?: string): string {
  return (
    (scheme === undefined ? '' : `${scheme.toLowerCase()}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query === undefined ? '' : `?${query}`) +
    (fragment === undefined ? '' : `#${fragment}`)
  );
}

/** RFC 3986, section 5.2.4. */
function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const parts = path.split('/');
  const kept: string[] = [];
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    if (part === '..') {
      if (kept.length > 1 || (kept.length === 1 && kept[0] !== '')) kept.pop();
      if (last) kept.push('');
    } else if (part === '.') {
      if (last) kept.push('');
    } else kept.push(part);
  });
  return kept.join('/');
}
