import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { commandLine, dataTypeOf, type SynthTask } from './command-line.js';

const TYPE = 'agentic-synth';
/** So many schemas of a workspace become tasks by themselves. */
const MOST = 50;

/** Tasks that run the command-line program. */
export function registerTasks({ context, log }: Services): void {
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider(TYPE, {
      provideTasks: async (token) => {
        const tasks = await Promise.all((await schemaFiles(log, token)).map(taskFor));
        return tasks.filter((task) => task !== undefined);
      },
      resolveTask: ({ definition, scope }) => {
        const { schema } = definition as Partial<SynthTask>;
        if (typeof schema !== 'string' || scope === undefined) return undefined;
        return taskOf(definition as SynthTask & vscode.TaskDefinition, scope);
      },
    }),
  );
}

/** Schemas of the folders and of open editors; only the latter where the editor cannot search. */
async function schemaFiles(log: vscode.LogOutputChannel, token: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const open = vscode.workspace.textDocuments.filter(({ uri }) => /\.synth\.(?:json|ya?ml)$/i.test(uri.path));
  const files = new Map(open.map(({ uri }) => [uri.toString(), uri]));
  try {
    const found = await vscode.workspace.findFiles('**/*.synth.{json,yaml,yml}', '**/node_modules/**', MOST, token);
    for (const uri of found) files.set(uri.toString(), uri);
  } catch (error) {
    log.warn(`Schemas could not be searched for: ${String(error)}`);
  }
  return [...files.values()];
}

async function taskFor(uri: vscode.Uri): Promise<vscode.Task | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || uri.scheme !== 'file') return undefined;
  const schema = vscode.workspace.asRelativePath(uri, false);
  const dataType = dataTypeOf(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  const output = `${schema.replace(/\.synth\.[^.]*$/i, '')}.csv`;
  const definition = { type: TYPE, schema, output, ...(dataType !== 'structured' && { dataType }) };
  return taskOf(definition, folder);
}

function taskOf(
  definition: SynthTask & vscode.TaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
): vscode.Task {
  const path = vscode.workspace.getConfiguration('agenticSynth').get('cliPath', '');
  const { command, args } = commandLine(definition, path);
  const quoted = (value: string): vscode.ShellQuotedString => ({ value, quoting: vscode.ShellQuoting.Strong });
  const execution = new vscode.ShellExecution(command === 'npx' ? command : quoted(command), args.map(quoted));
  const name = vscode.l10n.t('generate {0}', definition.schema);
  const task = new vscode.Task(definition, scope, name, 'agentic-synth', execution, '$agentic-synth');
  task.group = vscode.TaskGroup.Build;
  return task;
}
