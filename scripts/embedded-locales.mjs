import { brotliCompressSync, constants } from 'node:zlib';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * For a bundle that must run without node_modules: faker's locales, compressed, in a comment at the very end of the file.
 * A comment costs almost nothing to parse, so a start that needs no locale does not pay for them; one that does reads
 * its slice of the file.
 */
export async function embeddedLocales(engineFolder) {
  const faker = createRequire(`${engineFolder}/package.json`).resolve('@faker-js/faker');
  const { allLocales } = await import(pathToFileURL(faker).href);
  const slices = {};
  let text = '';
  for (const [name, locale] of Object.entries(allLocales)) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
    const packed = brotliCompressSync(JSON.stringify(locale), quality).toString('base64');
    slices[name] = [text.length, packed.length];
    text += packed;
  }
  const footer = `/*${text}*/`;
  return {
    /** Appended as the last bytes of the bundle, without a line break after it. */
    footer,
    /** Puts the reader of the comment in the place of the module that imports faker's locales. */
    plugin: {
      name: 'embedded-locales',
      setup(build) {
        build.onLoad({ filter: /[\\/]vocabulary[\\/]locale-modules\.[jt]s$/ }, () => ({
          contents: reader(slices, text.length + '*/'.length),
          loader: 'js',
        }));
      },
    },
  };
}

const reader = (slices, tail) => `
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const SLICES = ${JSON.stringify(slices)};

export async function importLocale(name) {
  const [offset, length] = SLICES[name];
  const file = openSync(__filename, 'r');
  try {
    const packed = Buffer.alloc(length);
    readSync(file, packed, 0, length, fstatSync(file).size - ${tail} + offset);
    return JSON.parse(brotliDecompressSync(Buffer.from(packed.toString('latin1'), 'base64')).toString());
  } finally {
    closeSync(file);
  }
}
`;
