/**
 * Loaded before all tests: keys and addresses of whoever runs them are put away, so that no test asks a real service by
 * accident. Those in `test/live`, which do so on purpose, find them under `LIVE_`.
 */
for (const name of ['GEMINI_API_KEY', 'GEMINI_BASE_URL', 'OPENROUTER_API_KEY', 'OPENROUTER_BASE_URL']) {
  const value = process.env[name];
  if (value === undefined) continue;
  process.env[`LIVE_${name}`] = value;
  delete process.env[name];
}
