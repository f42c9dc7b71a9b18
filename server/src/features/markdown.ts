import { type MarkupContent, MarkupKind } from 'vscode-languageserver-types';

/** Markdown for a client that shows it, its text for one that does not. */
export function markup(text: string, markdown: boolean): MarkupContent {
  return markdown ? { kind: MarkupKind.Markdown, value: text } : { kind: MarkupKind.PlainText, value: plainText(text) };
}

/** The text of our own Markdown: emphasis, code, lists, rules and escapes. */
function plainText(markdown: string): string {
  return markdown
    .replace(/```\w*\n([^]*?)\n```/g, '$1')
    .replace(/(?<!\\)(?:\*\*|\*|`)/g, '')
    .replace(/ {2}\n/g, '\n')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~&$@:/^=])/g, '$1');
}
