import { access, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** What git makes of a file: `outside` where no repository is around it. */
export type GitState = 'ignored' | 'exposed' | 'outside';

const PATIENCE = 3000;

/** Whether git ignores a file, as git itself says, or as far as `.gitignore` files say where there is no git. */
export async function gitState(file: string, path = process.env.PATH): Promise<GitState> {
  const root = await repositoryOf(dirname(file));
  if (root === undefined) return 'outside';
  return (await askGit(file, path)) ?? ((await ignoredByFiles(file, root)) ? 'ignored' : 'exposed');
}

async function repositoryOf(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A file that is in the index counts as not ignored, whatever `.gitignore` says. */
function askGit(file: string, path: string | undefined): Promise<GitState | undefined> {
  // Loading it takes 5 ms, and the command line's bundle leaves it out for that.
  const { execFile } = process.getBuiltinModule('node:child_process');
  // A repository may name programs that git runs; this question needs none.
  const args = ['-c', 'core.fsmonitor=false', 'check-ignore', '--quiet', '--', file];
  return new Promise((done) => {
    const options = { cwd: dirname(file), timeout: PATIENCE, env: { ...process.env, PATH: path, GIT_DIR: undefined } };
    execFile('git', args, options, (error) => {
      if (error === null) done('ignored');
      else done(error.code === 1 ? 'exposed' : undefined);
    });
  });
}

async function ignoredByFiles(file: string, root: string): Promise<boolean> {
  const parts = relative(root, file).split(sep);
  // A file is ignored with each folder above it that is.
  for (let depth = 1; depth <= parts.length; depth++) {
    if (await matches(root, parts.slice(0, depth), depth < parts.length)) return true;
  }
  return false;
}

/** The last line that speaks of a path decides, and files further down come later. */
async function matches(root: string, parts: readonly string[], folder: boolean): Promise<boolean> {
  let ignored = false;
  for (let depth = 0; depth < parts.length; depth++) {
    const text = await readFile(join(root, ...parts.slice(0, depth), '.gitignore'), 'utf8').catch(() => '');
    const path = parts.slice(depth).join('/');
    for (const line of text.split(/\r?\n/)) {
      const rule = line.trimEnd();
      if (rule === '' || rule.startsWith('#')) continue;
      const negated = rule.startsWith('!');
      const pattern = negated ? rule.slice(1) : rule;
      if (pattern.endsWith('/') && !folder) continue;
      if (expressionOf(pattern.replace(/\/$/, '')).test(path)) ignored = !negated;
    }
  }
  return ignored;
}

/** A pattern with a slash before its end is meant from its folder on, others at any depth. */
function expressionOf(pattern: string): RegExp {
  const anchored = pattern.includes('/');
  const body = pattern
    .replace(/^\//, '')
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\/\*\*$|\*|\?/g, (wild) => {
      if (wild === '**/') return '(?:.*/)?';
      if (wild === '/**') return '/.*';
      return wild === '*' ? '[^/]*' : '[^/]';
    });
  try {
    return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${body}$`, 'u');
  } catch {
    return /^(?!)/u;
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
