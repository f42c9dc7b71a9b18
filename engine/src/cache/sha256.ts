const K = constants();
const INITIAL = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

// Lines are hashed by the ten thousand, and nothing waits in between: the memory is the same for all.
const state = new Int32Array(8);
const w = new Int32Array(64);
const tail = new Uint8Array(128);
const tailView = new DataView(tail.buffer);
const utf8 = new TextEncoder();

/**
 * SHA-256 (FIPS 180-4) in lower-case hexadecimal; texts are hashed as UTF-8. Synchronous and the same everywhere, which
 * WebCrypto is not: it is asynchronous, and missing from pages without TLS.
 */
export function sha256(data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? utf8.encode(data) : data;
  state.set(INITIAL);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) absorb(bytes, at);
  const rest = bytes.length - whole;
  const padded = rest < 56 ? 64 : 128;
  tail.fill(0).set(bytes.subarray(whole));
  tail[rest] = 0x80;
  tailView.setUint32(padded - 8, Math.floor(bytes.length / 0x20000000));
  tailView.setUint32(padded - 4, (bytes.length * 8) >>> 0);
  for (let at = 0; at < padded; at += 64) absorb(tail, at);
  let text = '';
  for (let i = 0; i < 8; i++) text += hex(state[i] >>> 16) + hex(state[i] & 0xffff);
  return text;
}

function hex(half: number): string {
  return (half | 0x10000).toString(16).slice(1);
}

function absorb(bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function rotate(x: number, bits: number): number {
  return (x >>> bits) | (x << (32 - bits));
}

/** The first 32 bits behind the point of the cube roots of the first 64 primes, by whole numbers alone. */
function constants(): Int32Array {
  const roots = new Int32Array(64);
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 64; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
  for (const [i, prime] of primes.entries()) {
    const target = prime << 96n;
    let root = 0n;
    for (let bit = 1n << 35n; bit > 0n; bit >>= 1n) {
      const next = root | bit;
      if (next * next * next <= target) root = next;
    }
    roots[i] = Number(BigInt.asIntN(32, root));
  }
  return roots;
}
