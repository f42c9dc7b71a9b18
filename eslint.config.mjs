import eslint from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const editor = [
  {
    group: ['vscode', 'vscode-*', 'vscode-*/**'],
    message: 'The engine knows no editor: put this in server/ or client/.',
  },
];
const nodeBuiltIns = [
  { group: ['node:*'], message: 'The core runs in a browser: Node built-ins stay in cli/, files/ and workers/.' },
];
const nodeGlobals = ['process', 'Buffer', '__dirname', '__filename', 'require', 'global', 'setImmediate'].map(
  (name) => ({
    name,
    message: 'The core runs in a browser: this stays in cli/, files/ and workers/.',
  }),
);
// Engines differ in the last bits of these, and a drawn value must be the same on all of them.
const inexact = [
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'pow',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'cbrt',
  'hypot',
].map((property) => ({ object: 'Math', property, message: 'Engines differ in the last bits: use random/exact.ts.' }));
const impure = [
  { object: 'Math', property: 'random', message: 'Draw from a Stream: the same seed gives the same bytes.' },
  { object: 'Date', property: 'now', message: 'Nothing reads the clock: there is a reference date.' },
];

export default tseslint.config(
  globalIgnores(['**/dist/', '**/node_modules/', '.cache/', '.vscode-test/', 'coverage/', 'test/fixtures/']),
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.name="eval"], NewExpression[callee.name="Function"]',
          message: 'No text becomes code.',
        },
      ],
    },
  },
  {
    files: ['engine/src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [...editor, ...nodeBuiltIns] }],
      'no-restricted-globals': ['error', ...nodeGlobals],
      'no-restricted-properties': ['error', ...inexact, ...impure],
    },
  },
  {
    files: ['engine/src/{cli,files,workers}/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: editor }],
      'no-restricted-globals': 'off',
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Use node:crypto.' }],
    },
  },
  {
    files: ['engine/src/random/exact.ts'],
    rules: { 'no-restricted-properties': ['error', ...impure] },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['vscode'], message: 'The server runs in any editor.' },
            {
              group: ['**/engine/**', 'agentic-synth/*'],
              message: 'The server uses the package agentic-synth, as anyone would.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/engine/**', 'agentic-synth', 'agentic-synth/*'],
              message: 'The client talks to the server, not to the engine.',
            },
            {
              regex: '(^|/)server/(?!src/messages\\.js$)',
              message: 'Of the server, the client knows the messages only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { process: 'readonly', Buffer: 'readonly', __filename: 'readonly', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
