/* global VERSION, PROGRAM_LENGTH, PROGRAM_FROM_END, PROGRAM_PACKED */
// The first lines of a one-file program (see single-file.mjs, which fills in the names in capitals).
const flag = process.argv.length === 3 && process.argv[2];
if (flag === '--version' || flag === '-V') {
  try {
    require('node:fs').writeSync(1, `${VERSION}\n`);
  } catch {
    process.exitCode = 141;
  }
} else {
  const fs = require('node:fs');
  const path = require('node:path');
  const vm = require('node:vm');

  const bytes = Buffer.allocUnsafe(PROGRAM_LENGTH);
  const file = fs.openSync(__filename, 'r');
  const { size, mtimeMs } = fs.fstatSync(file);
  fs.readSync(file, bytes, 0, PROGRAM_LENGTH, size - PROGRAM_FROM_END);
  fs.closeSync(file);
  const text = PROGRAM_PACKED
    ? require('node:zlib').brotliDecompressSync(Buffer.from(bytes.latin1Slice(), 'base64'))
    : bytes;
  const program = text.latin1Slice().replaceAll('*\x01/', '*/');

  // Compiling takes longer than starting Node. V8's compiled code is kept for the next start, as Node 22 can do by itself;
  // V8 refuses it where it does not fit, and any failure just means compiling again.
  const { LOCALAPPDATA, XDG_CACHE_HOME, HOME, AGENTIC_SYNTH_CODE_CACHE } = process.env;
  const base = LOCALAPPDATA || XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'));
  const folder = base && AGENTIC_SYNTH_CODE_CACHE !== '0' ? path.join(base, 'agentic-synth') : undefined;
  const name = `${path.basename(__filename)}-${VERSION}-${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}.code`;
  let cachedData;
  try {
    if (folder) cachedData = fs.readFileSync(path.join(folder, name));
  } catch {
    // The first start.
  }
  const script = new vm.Script(
    `(function (exports, require, module, __filename, __dirname, importByBoot) {${program}\n})`,
    {
      filename: __filename,
      cachedData,
    },
  );
  script.runInThisContext()(exports, require, module, __filename, __dirname, (url) => import(url));

  // After a short run of what matters most: later V8 drops what was used at the start only.
  const helps = process.argv.some((argument) => argument === '--help' || argument === '-h');
  if (folder && (!cachedData || script.cachedDataRejected) && process.argv[2] === 'generate' && !helps) {
    process.on('exit', (code) => {
      if (code !== 0 || process.uptime() > 10) return;
      try {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        const temporary = path.join(folder, `${name}.${process.pid}`);
        fs.writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
        fs.renameSync(temporary, path.join(folder, name));
        const prefix = `${path.basename(__filename)}-`;
        for (const other of fs.readdirSync(folder)) {
          if (other.startsWith(prefix) && other.endsWith('.code') && other !== name)
            fs.rmSync(path.join(folder, other), { force: true });
        }
      } catch {
        // A home that cannot be written: every start compiles.
      }
    });
  }
}
