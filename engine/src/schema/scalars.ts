/** Why a number as written cannot be held as it is, if so. */
export function numberLoss(source: string): string | undefined {
  const value = Number(source.replaceAll('_', ''));
  if (!Number.isFinite(value) && /\d/.test(source)) return `The number ${shorten(source)} is too large to be held.`;
  if (!/^[-+]?\d+$/.test(source) || Number.isSafeInteger(value)) return undefined;
  return `The number ${shorten(source)} cannot be held exactly: whole numbers go up to 9007199254740991. Put it in quotes to keep its digits as text.`;
}

function shorten(source: string): string {
  return source.length > 40 ? `${source.slice(0, 37)}…` : source;
}

/** Sets an own property whatever its name, `__proto__` too. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
