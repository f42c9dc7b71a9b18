import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { GenerateTool } from './generate-tool.js';
import { ValidateTool } from './validate-tool.js';

/** Tools that chat agents in the editor can use, where it has such. */
export function registerTools(services: Services): void {
  if (typeof (vscode as { readonly lm?: Partial<typeof vscode.lm> }).lm?.registerTool !== 'function') return;
  services.context.subscriptions.push(
    vscode.lm.registerTool('generate_synthetic_data', new GenerateTool(services)),
    vscode.lm.registerTool('validate_synth_schema', new ValidateTool(services)),
  );
}
