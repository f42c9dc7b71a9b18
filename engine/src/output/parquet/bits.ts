/**
 * Packs whole numbers of `width` bits each, 0 … 24, the first in the lowest bits, and returns where they end; the last byte is
 * filled with zeros. May write 3 bytes too many.
 */
export function packBits(
  view: DataView,
  at: number,
  values: Int32Array | Uint8Array,
  from: number,
  to: number,
  width: number,
): number {
  const end = at + Math.ceil(((to - from) * width) / 8);
  let buffer = 0;
  let bits = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    buffer |= value << bits;
    bits += width;
    if (bits >= 32) {
      view.setInt32(at, buffer, true);
      at += 4;
      bits -= 32;
      buffer = value >>> (width - bits);
    }
  }
  if (bits > 0) view.setInt32(at, buffer, true);
  return end;
}
