/** Appends bytes as they are and returns where they end; may write 3 bytes too many, and read them. */
export function writeLiteral(source: DataView, from: number, length: number, target: DataView, at: number): number {
  const n = length - 1;
  if (n < 60) target.setUint8(at++, n << 2);
  else if (n < 256) {
    target.setUint8(at, 60 << 2);
    target.setUint8(at + 1, n);
    at += 2;
  } else {
    target.setUint8(at, 61 << 2);
    target.setUint16(at + 1, n, true);
    at += 3;
  }
  // By four and not by eight: doubles might be changed on the way where they are not a number.
  for (let i = 0; i < length; i += 4) target.setInt32(at + i, source.getInt32(from + i, true), true);
  return at + length;
}

/** Appends a copy of so many bytes, 4 at least, from `offset` before and returns where it ends. */
export function writeCopy(target: DataView, at: number, offset: number, length: number): number {
  let rest = length;
  // A copy has 1 … 64 bytes; what remains last must have 4 at least to fit the short form.
  while (rest >= 68) {
    at = writeLongCopy(target, at, offset, 64);
    rest -= 64;
  }
  if (rest > 64) {
    at = writeLongCopy(target, at, offset, 60);
    rest -= 60;
  }
  if (rest > 11 || offset >= 2048) return writeLongCopy(target, at, offset, rest);
  target.setUint8(at, ((offset >> 8) << 5) | ((rest - 4) << 2) | 1);
  target.setUint8(at + 1, offset & 0xff);
  return at + 2;
}

function writeLongCopy(target: DataView, at: number, offset: number, length: number): number {
  target.setUint8(at, ((length - 1) << 2) | 2);
  target.setUint16(at + 1, offset, true);
  return at + 3;
}
