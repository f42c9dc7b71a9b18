/** Imports a module by its URL. In a file of its own because a one-file bundle puts its own way of importing here. */
export function importModule(url: string): Promise<unknown> {
  return import(url);
}
