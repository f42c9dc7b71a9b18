import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageStrings } from './strings.js';

/** Where the page's files are: nothing else can be loaded by it. */
export function pageFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
}

/** The page. Its texts come along as data, so that nothing is shown before it is in the editor's language. */
export function pageHtml(webview: vscode.Webview, context: vscode.ExtensionContext, state: object): string {
  const nonce = randomBytes(18).toString('base64url');
  const file = (name: string): string =>
    escape(webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(context), name)).toString());
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escape(vscode.env.language)}" data-strings="${escape(JSON.stringify(pageStrings()))}" data-state="${escape(JSON.stringify(state))}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Agentic Synth</title>
<link rel="stylesheet" href="${file('preview.css')}">
</head>
<body>
<script nonce="${nonce}" src="${file('preview.js')}"></script>
</body>
</html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
