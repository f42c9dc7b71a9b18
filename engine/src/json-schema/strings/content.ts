import type { TextColumn } from '../../columns/column.js';
import { TextBuilder } from '../../columns/text.js';
import type { Batch } from '../../fields/drawer.js';
import { parseExpression } from './syntax.js';
import { treeOf, type Tree } from './tree.js';

const WORD =
  '(?:alpha|amber|basil|cedar|cobalt|coral|ember|fern|hazel|indigo|jade|maple|olive|pearl|river|sage|stone|violet|willow)';
const PHRASE = `[A-Z][a-z]{2,7}(?: ${WORD}){2,5}\\.`;

/** What contents of a media type look like: small documents. */
const CONTENTS: Readonly<Record<string, string>> = {
  'application/json': `(?:\\{"id":[1-9]\\d{0,3},"name":"${WORD}"(?:,"active":(?:true|false))?\\}|\\["${WORD}","${WORD}"\\])`,
  'application/xml': `<item id="[1-9]\\d{0,3}"><name>${WORD}</name></item>`,
  'application/yaml': `name: ${WORD}\\nsize: [1-9]\\d?\\n`,
  'application/x-www-form-urlencoded': `id=[1-9]\\d{0,3}&name=${WORD}`,
  'image/svg+xml':
    '<svg xmlns="http://www\\.w3\\.org/2000/svg" viewBox="0 0 [1-9]\\d [1-9]\\d"><circle cx="[1-9]" cy="[1-9]" r="[1-9]"/></svg>',
  'text/css': `\\.${WORD} \\{ color: #[0-9a-f]{6}; \\}`,
  'text/csv': `id,name\\n[1-9]\\d?,${WORD}\\n[1-9]\\d?,${WORD}\\n`,
  'text/html': `<(?:p>${PHRASE}</p|h1>[A-Z][a-z]{3,8}</h1)>`,
  'text/javascript': `const ${WORD} = [1-9]\\d{0,2};`,
  'text/markdown': `# [A-Z][a-z]{3,8}\\n\\n${PHRASE}`,
  'text/plain': PHRASE,
};

const SAME: Readonly<Record<string, string>> = {
  'application/javascript': 'text/javascript',
  'application/yml': 'application/yaml',
  'application/x-yaml': 'application/yaml',
  'text/json': 'application/json',
  'text/xml': 'application/xml',
  'text/yaml': 'application/yaml',
};

/** A document of a media type; `undefined` for types that are no text or not known. */
export function contentOf(mediaType: string): string | undefined {
  const name = mediaType.split(';')[0].trim().toLowerCase();
  const key = SAME[name] ?? name;
  if (Object.hasOwn(CONTENTS, key)) return CONTENTS[key];
  if (key.endsWith('+json')) return CONTENTS['application/json'];
  if (key.endsWith('+xml')) return CONTENTS['application/xml'];
  return key.startsWith('text/') ? CONTENTS['text/plain'] : undefined;
}

/** First bytes that tell binary types, in base64. */
const SIGNATURES: Readonly<Record<string, string>> = {
  'application/gzip': 'H4sI',
  'application/pdf': 'JVBERi0x',
  'application/zip': 'UEsDB',
  'image/gif': 'R0lGODlh',
  'image/jpeg': '/9j/',
  'image/png': 'iVBORw0K',
};

/** Base64 of some bytes of a binary media type. */
export function binaryContentOf(mediaType: string): string | undefined {
  const signature = SIGNATURES[mediaType.split(';')[0].trim().toLowerCase()];
  if (signature === undefined) return undefined;
  const first = 4 - (signature.length % 4);
  return `${signature}[A-Za-z0-9+/]{${first}}(?:[A-Za-z0-9+/]{4}){4,10}`;
}

type Encode = (bytes: Uint8Array, from: number, to: number) => string;

const ENCODERS: Readonly<Record<string, Encode>> = {
  base64: grouped('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 6, 4),
  base64url: grouped('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 6, 1),
  base32: grouped('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5, 8),
  base16: grouped('0123456789ABCDEF', 4, 1),
  hex: grouped('0123456789abcdef', 4, 1),
  'quoted-printable': quotedPrintable,
};

/** RFC 4648: so many bits a character, filled up with `=` to a multiple of `multiple` characters. */
function grouped(alphabet: string, bits: number, multiple: number): Encode {
  return (bytes, from, to) => {
    let text = '';
    let value = 0;
    let held = 0;
    for (let k = from; k < to; k++) {
      value = (value << 8) | bytes[k];
      held += 8;
      while (held >= bits) {
        held -= bits;
        text += alphabet[(value >>> held) & (alphabet.length - 1)];
      }
      value &= (1 << held) - 1;
    }
    if (held > 0) text += alphabet[(value << (bits - held)) & (alphabet.length - 1)];
    return text.padEnd(Math.ceil(text.length / multiple) * multiple, '=');
  };
}

/** RFC 2045, section 6.7, for lines that are short. */
function quotedPrintable(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let k = from; k < to; k++) {
    const c = bytes[k];
    const plain = (c > 0x20 && c < 0x7f && c !== 0x3d) || (c === 0x20 && k + 1 < to && bytes[k + 1] > 0x20);
    text += plain ? String.fromCharCode(c) : `=${c.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** Documents of a media type, encoded; with the lengths of the shortest and the longest. */
export function encodedContent(
  encoding: string,
  mediaType: string,
): Pick<Tree, 'shortest' | 'longest' | 'drawer'> | undefined {
  const source = contentOf(mediaType);
  const key = encoding.toLowerCase();
  if (source === undefined || !Object.hasOwn(ENCODERS, key)) return undefined;
  const encode = ENCODERS[key];
  const tree = treeOf(parseExpression(source), source);
  if (tree === undefined) return undefined;
  return {
    shortest: encode(new Uint8Array(tree.shortest).fill(0x61), 0, tree.shortest).length,
    // Quoted-printable makes up to three of one.
    longest:
      key === 'quoted-printable' ? tree.longest * 3 : encode(new Uint8Array(tree.longest), 0, tree.longest).length,
    drawer: (stream) => encoded(tree.drawer(stream), encode),
  };
}

function encoded(draw: (batch: Batch) => TextColumn, encode: Encode): (batch: Batch) => TextColumn {
  return (batch) => {
    const { length, bytes, offsets } = draw(batch);
    const out = new TextBuilder(length, 48);
    for (let i = 0; i < length; i++) {
      out.text(encode(bytes, offsets[i], offsets[i + 1]));
      out.endRow();
    }
    return out.finish();
  };
}
