import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OptionError } from '../errors.js';
import { outputError } from '../files/output-error.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { TEMPLATES, type Template } from '../schema/templates.js';

/**
 * Writes a starter schema with comments; never over a file that is there, unless `force`.
 * @returns the file written
 * @throws OptionError for an unknown template, a file that exists, a folder that does not
 */
export async function init(file: string | undefined, options: { template: string; force?: boolean }): Promise<string> {
  const template = findTemplate(options.template);
  const target = file ?? `${template.name}.synth.yaml`;
  if (!/\.ya?ml$/i.test(target)) {
    throw new OptionError(
      `Starter schemas are YAML, for their comments: name the file ${target.replace(/\.[^./\\]*$/, '')}.synth.yaml.`,
    );
  }
  try {
    await writeFile(target, template.text, { flag: options.force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new OptionError(`${target} exists already. Pass --force to overwrite it.`);
    if (code === 'ENOENT' && !(await exists(dirname(target))))
      throw new OptionError(`There is no folder ${dirname(target)}.`);
    throw outputError(target, error);
  }
  return target;
}

function findTemplate(name: string): Template {
  const template = TEMPLATES.find((candidate) => candidate.name === name);
  if (template) return template;
  const names = TEMPLATES.map((candidate) => candidate.name);
  throw new OptionError(`There is no template "${name}": ${names.join(', ')}.${meaning(didYouMean(name, names))}`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
