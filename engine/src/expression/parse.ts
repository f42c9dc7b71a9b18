import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import type { ExpressionError } from './error.js';

export type { ASTNode };

const environment = new Environment();

/** The words that CEL keeps for itself. */
const RESERVED =
  /^(as|break|const|continue|else|false|for|function|if|import|in|let|loop|package|namespace|null|prototype|return|true|var|void|while|__proto__)$/;

/** Parses CEL. */
export function parse(text: string): { readonly ast: ASTNode } | { readonly error: ExpressionError } {
  if (text.trim() === '') {
    return { error: { code: 'expr/syntax', message: 'the expression is empty', start: 0, end: text.length } };
  }
  try {
    return { ast: environment.parse(text).ast };
  } catch (error) {
    if (error instanceof ParseError) return { error: describe(error, text) };
    throw error;
  }
}

function describe(error: ParseError, text: string): ExpressionError {
  const start = Math.min(error.range?.start ?? 0, text.length);
  const end = Math.max(start, Math.min(error.range?.end ?? start, text.length));
  const word = text.slice(start, end);
  const known = RESERVED.test(word) && error.code === 'reserved_identifier';
  if (known && (word === '__proto__' || word === 'prototype')) {
    return { code: 'expr/unknown-name', message: `there is no name ${word} here`, start, end };
  }
  const message = known
    ? `${word} is a reserved word; for a field of that name write row["${word}"]`
    : explain(error, text, start, end);
  return { code: 'expr/syntax', message, start, end };
}

const TOKENS: Readonly<Record<string, string>> = {
  EOF: 'the end',
  LPAREN: '(',
  RPAREN: ')',
  LBRACKET: '[',
  RBRACKET: ']',
  LBRACE: '{',
  RBRACE: '}',
  COLON: ':',
  COMMA: ',',
  DOT: '.',
  QUESTION: '?',
  IDENTIFIER: 'a name',
  NUMBER: 'a number',
  STRING: 'a text',
};

function explain(error: ParseError, text: string, start: number, end: number): string {
  const found =
    start >= text.length
      ? 'the expression ends here'
      : `found ${JSON.stringify(text.slice(start, Math.max(end, start + 1)))}`;
  switch (error.code) {
    case 'expected_token': {
      const wanted = /^Expected (\w+)/.exec(error.summary)?.[1] ?? '';
      return `expected ${TOKENS[wanted] ?? wanted.toLowerCase()}, but ${found}`;
    }
    case 'unexpected_token':
      return start >= text.length ? 'the expression ends where a value is missing' : `a value is missing: ${found}`;
    case 'unexpected_character': {
      const char = String.fromCodePoint(text.codePointAt(start) ?? 0x20);
      if (char === '=') return 'a single = is not an operator; compare with ==';
      if (char === '&' || char === '|') return `a single ${char} is not an operator; write ${char}${char}`;
      if (char > '\x7f' || char === '$') {
        return `unexpected ${char}; a field whose name is not made of A-Z, a-z, 0-9 and _ is written row["name"]`;
      }
      return `unexpected ${char}`;
    }
    default:
      return error.summary.charAt(0).toLowerCase() + error.summary.slice(1);
  }
}
