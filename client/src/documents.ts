/** Languages of the files that the server knows; the manifest says which files are of them. */
export const LANGUAGES = ['synth-json', 'synth-yaml'];

/** Whether the server has the text of a document as the editor shows it, saved or not. */
export function isSynced({ languageId }: { readonly languageId: string }): boolean {
  return LANGUAGES.includes(languageId);
}

/** Whether a text is a JSON Schema, by what stands at its beginning. */
export function looksLikeJsonSchema(text: string): boolean {
  return /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//.test(text.slice(0, 4000));
}
