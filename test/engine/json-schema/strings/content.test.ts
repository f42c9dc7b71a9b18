import assert from 'node:assert/strict';
import { compiled, draw, lengthOf } from './draw.js';

function decoded(encoding: string, text: string): Buffer {
  switch (encoding) {
    case 'base16':
      return Buffer.from(text, 'hex');
    case 'base32': {
      let bits = '';
      for (const c of text.replace(/=+$/, ''))
        bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
      return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    }
    case 'quoted-printable':
      return Buffer.from(text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
    default:
      return Buffer.from(text, encoding as BufferEncoding);
  }
}

describe('encoded contents', () => {
  for (const contentEncoding of ['base64', 'base64url', 'base32', 'base16', 'hex', 'quoted-printable']) {
    it(`${contentEncoding} of JSON`, () => {
      const texts = draw(compiled({ contentEncoding, contentMediaType: 'application/json' }), 100);
      for (const text of texts) JSON.parse(decoded(contentEncoding, text).toString());
      assert.ok(new Set(texts).size > 50);
    });

    it(`${contentEncoding} of anything, between two lengths`, () => {
      for (const text of draw(compiled({ contentEncoding, minLength: 40, maxLength: 48 }), 100)) {
        assert.ok(lengthOf(text) >= 40 && lengthOf(text) <= 48);
        assert.ok(decoded(contentEncoding, text).length > 15);
      }
    });
  }

  it('of binary types begins as they do', () => {
    for (const text of draw(compiled({ contentEncoding: 'base64', contentMediaType: 'image/png' }), 20)) {
      assert.deepEqual([...Buffer.from(text, 'base64').subarray(1, 4)], [...Buffer.from('PNG')]);
    }
  });

  it('gives way to a pattern that says otherwise', () => {
    for (const text of draw(compiled({ contentEncoding: 'base64', patterns: ['^[.]+$'] }), 20))
      assert.match(text, /^\.+$/);
  });
});

describe('contents by media type', () => {
  const TYPES: readonly (readonly [string, RegExp])[] = [
    ['text/html', /^<(p|h1)>.*<\/\1>$/],
    ['application/xml', /^<item id="\d+"><name>[a-z]+<\/name><\/item>$/],
    ['image/svg+xml', /^<svg .*<\/svg>$/],
    ['text/csv', /^id,name\n/],
    ['text/plain; charset=utf-8', /^[A-Z].*\.$/],
    ['text/markdown', /^# /],
  ];
  for (const [contentMediaType, looks] of TYPES) {
    it(contentMediaType, () => {
      for (const text of draw(compiled({ contentMediaType }), 50)) assert.match(text, looks);
    });
  }

  for (const contentMediaType of ['application/json', 'application/problem+json']) {
    it(contentMediaType, () => {
      for (const text of draw(compiled({ contentMediaType }), 50)) JSON.parse(text);
    });
  }
});
