import { createRequire } from 'node:module';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform } from 'esbuild';

/**
 * Builds one file that runs without node_modules and starts fast. Parsing the whole program takes half as long as starting
 * Node, so the file begins with a few lines that know the version (boot.cjs), and the rest is one comment at its end, which costs
 * next to nothing to skip: the program as text, then faker's locales, compressed, each read when it is needed.
 */
export async function buildSingleFile({ options, entry, stdin, outfile, version, locales, plugins = [] }) {
  const tail = locales.text.length + '*/'.length;
  const { outputFiles, metafile } = await build({
    ...options,
    ...(stdin === undefined ? { entryPoints: [entry] } : { stdin }),
    write: false,
    outdir: '.',
    // Schemas come from files here: none is a Zod schema to be converted.
    external: [...(options.external ?? []), 'zod-to-json-schema'],
    // Raw templates cannot be written in ASCII; code from V8's cache cannot import.
    supported: { 'template-literal': false, 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'silent' },
    define: { AGENTIC_SYNTH_VERSION: JSON.stringify(version) },
    plugins: [localesInFile(locales.slices, tail), importByBoot, packedPrices, ...plugins],
  });
  const program = ascii(outputFiles[0].text).replaceAll('*/', GUARDED);
  const boot = await bootCode(version, program.length + tail, program.length);
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, `#!/usr/bin/env node\n${boot}\n/*${program}${locales.text}*/`);
  chmodSync(outfile, 0o755);
  return metafile;
}

/** Stands for the end of a comment inside the comment; no program holds that control character. */
const GUARDED = '*\u0001/';

async function bootCode(version, fromEnd, length) {
  const { code } = await transform(await readFile(new URL('boot.cjs', import.meta.url), 'utf8'), {
    define: { VERSION: JSON.stringify(version), PROGRAM_FROM_END: String(fromEnd), PROGRAM_LENGTH: String(length) },
    minify: true,
    platform: 'node',
    target: 'node20.19',
  });
  return code;
}

/** One character outside ASCII doubles the memory of the text; esbuild leaves them in regular expressions only. */
function ascii(text) {
  return text.replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** All of faker's locales, compressed one by one, as one text, and where each is in it. */
export async function packLocales(engineFolder) {
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
  return { text, slices };
}

/** Reads the end of the file in the place of the module that imports faker's locales. */
const localesInFile = (slices, tail) => ({
  name: 'locales-in-file',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]vocabulary[\\/]locale-modules\.[jt]s$/ }, () => ({
      contents: `
        import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
        import { brotliDecompressSync } from 'node:zlib';
        const SLICES = ${JSON.stringify(slices)};
        export async function importLocale(name) {
          const [offset, length] = SLICES[name];
          const packed = Buffer.allocUnsafe(length);
          const file = openSync(__filename, 'r');
          try {
            readSync(file, packed, 0, length, fstatSync(file).size - ${tail} + offset);
          } finally {
            closeSync(file);
          }
          return JSON.parse(brotliDecompressSync(Buffer.from(packed.latin1Slice(), 'base64')).toString());
        }`,
      loader: 'js',
    }));
  },
});

/** Modules of the user are imported by the first lines of the file. */
const importByBoot = {
  name: 'import-by-boot',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]files[\\/]import-module\.[jt]s$/ }, () => ({
      contents: 'export const importModule = (url) => importByBoot(url);',
      loader: 'js',
    }));
  },
};

/** The list of models and prices is half a megabyte of text that repeats itself, and few runs read it: compressed here. */
const packedPrices = {
  name: 'packed-prices',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@pydantic[\\/]genai-prices[\\/]dist[\\/]index\.c?js$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { minify: true, format: 'cjs', platform: 'node' });
      const packed = brotliCompressSync(`(function (module) {${code}})`).toString('base64');
      return {
        contents: `
          import { brotliDecompressSync } from 'node:zlib';
          import { Script } from 'node:vm';
          const prices = {};
          const code = brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString();
          new Script(code).runInThisContext()(prices);
          export const { calcPrice, findProvider } = prices.exports;`,
        loader: 'js',
      };
    });
  },
};

/** Commander loads it for subcommands that are programs of their own, which ours are not; it takes 5 ms. */
export const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'child_process', namespace: 'nothing' }));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
  },
};
