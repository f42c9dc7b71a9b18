import { createRequire } from 'node:module';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform } from 'esbuild';

/**
 * Builds one-file programs that run without node_modules and start fast. Parsing the whole program takes half as long as
 * starting Node, so a file begins with a few lines that know the version (boot.cjs), and the rest is one comment at its end,
 * which costs next to nothing to skip: the program as text, then faker's locales, compressed, each read when it is needed.
 * @param outputs the same program with these locales (see `packLocales`); `packed` makes it smaller to download, and takes 8 ms
 *   at each start
 */
export async function buildSingleFiles({ options, entry, stdin, outputs, version, plugins = [] }) {
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
    plugins: [localesInFile, importByBoot, packedPrices, ...plugins],
  });
  const program = ascii(outputFiles[0].text).replaceAll('*/', GUARDED);
  for (const { outfile, locales, packed = false } of outputs) {
    const text = packed ? pack(program) : program;
    const boot = await bootCode({
      VERSION: JSON.stringify(version),
      PROGRAM_FROM_END: String(text.length + locales.length + '*/'.length),
      PROGRAM_LENGTH: String(text.length),
      PROGRAM_PACKED: String(packed),
    });
    mkdirSync(dirname(outfile), { recursive: true });
    writeFileSync(outfile, `#!/usr/bin/env node\n${boot}\n/*${text}${locales}*/`);
    chmodSync(outfile, 0o755);
  }
  return metafile;
}

/** Stands for the end of a comment inside the comment; no program holds that control character. */
const GUARDED = '*\u0001/';

async function bootCode(define) {
  const { code } = await transform(await readFile(new URL('boot.cjs', import.meta.url), 'utf8'), {
    define,
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

/**
 * faker's locales, compressed one by one, as one text; after them where each is, and the length of that (what
 * engine/src/files/packed-locales.ts reads).
 * @param wanted by default all
 */
export async function packLocales(engineFolder, wanted = () => true) {
  const { resolve: resolveFrom } = createRequire(resolve(engineFolder, 'package.json'));
  const { allLocales } = await import(pathToFileURL(resolveFrom('@faker-js/faker')).href);
  const faker = JSON.parse(await readFile(resolveFrom('@faker-js/faker/package.json'), 'utf8')).version;
  const slices = {};
  let text = '';
  for (const [name, locale] of Object.entries(allLocales)) {
    if (!wanted(name)) continue;
    const packed = (packedLocales[name] ??= pack(JSON.stringify(locale)));
    slices[name] = [text.length, packed.length];
    text += packed;
  }
  const index = JSON.stringify({ faker, slices });
  return `${text}${index}${String(index.length).padStart(8, '0')}`;
}

const packedLocales = {};

function pack(text) {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_MAX_WINDOW_BITS } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS };
  return brotliCompressSync(text, { params }).toString('base64');
}

/** Reads the end of the file in the place of the module that imports faker's locales. */
const localesInFile = {
  name: 'locales-in-file',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]vocabulary[\\/]locale-modules\.[jt]s$/ }, ({ path }) => ({
      contents: `
        import { packedLocale } from '../files/packed-locales.js';
        export const importLocale = async (name) => packedLocale(__filename, name);`,
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};

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
