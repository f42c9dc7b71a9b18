import { crc32, deflateSync, inflateSync } from 'node:zlib';

const COLOURS = 256;
/** Of these, the commonest; the others are those that differ most from all before. */
const COMMON = 176;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red in the lowest byte, then green and blue. */
  readonly pixels: Uint32Array;
}

/** A screenshot with no more colours than a palette holds, the others replaced by the nearest: a third of the size. */
export function fewColours(png: Buffer): Buffer {
  const picture = decode(png);
  const counts = new Map<number, number>();
  for (const pixel of picture.pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const colours = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const palette = colours.slice(0, COMMON);
  const far = new Map(colours.slice(COMMON).map((colour) => [colour, Math.min(...distances(colour, palette))]));
  while (palette.length < COLOURS && far.size > 0) {
    const [farthest] = [...far].reduce((a, b) => (b[1] > a[1] ? b : a));
    far.delete(farthest);
    palette.push(farthest);
    for (const [colour, distance] of far) far.set(colour, Math.min(distance, ...distances(colour, [farthest])));
  }
  const index = new Map(palette.map((colour, k) => [colour, k]));
  for (const colour of far.keys()) {
    const away = distances(colour, palette);
    index.set(colour, away.indexOf(Math.min(...away)));
  }
  return encode(picture, palette.flatMap(parts), (pixel) => index.get(pixel)!);
}

/** Red, green and blue. */
const parts = (colour: number): number[] => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];

function distances(colour: number, palette: readonly number[]): number[] {
  const [red, green, blue] = parts(colour);
  return palette.map((other) => {
    const [r, g, b] = parts(other);
    return (red! - r!) ** 2 + (green! - g!) ** 2 + (blue! - b!) ** 2;
  });
}

/** PNG of eight bits a channel, not interlaced, by the W3C's recommendation: what browsers make of a page. */
function decode(png: Buffer): Picture {
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3];
    } else if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const lines = inflateSync(Buffer.concat(data));
  const size = width * channels;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(size);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (size + 1)]!;
    const line = Uint8Array.from(lines.subarray(y * (size + 1) + 1, (y + 1) * (size + 1)));
    for (let x = 0; x < size; x++) {
      const left = x < channels ? 0 : line[x - channels]!;
      const corner = x < channels ? 0 : above[x - channels]!;
      line[x] = line[x]! + predicted(filter, left, above[x]!, corner);
    }
    for (let x = 0; x < width; x++) {
      const at = x * channels;
      pixels[y * width + x] = line[at]! | (line[at + 1]! << 8) | (line[at + 2]! << 16);
    }
    above = line;
  }
  return { width, height, pixels };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return a! <= b! && a! <= c! ? left : b! <= c! ? up : corner;
}

/** As PNG with a palette, by the W3C's recommendation, without filters: text and flat colours need none. */
function encode(
  { width, height, pixels }: Picture,
  palette: readonly number[],
  indexOf: (pixel: number) => number,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const lines = Buffer.alloc((width + 1) * height);
  // Each line begins with the number of its filter: none.
  for (const [i, pixel] of pixels.entries()) lines[i + Math.floor(i / width) + 1] = indexOf(pixel);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
