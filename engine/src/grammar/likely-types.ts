/**
 * Types that a field probably has by its name, the likeliest first, as a schema writes them: `person.fullName` of `author`,
 * `integer (18..90)` of `userAge`, `datetime` of `created_at`. English names; none of those that say nothing.
 * @param owner what the table or object around the field is called: `name` is a person's in `customers`, a thing's in
 *   `products`
 */
export async function likelyTypes(name: string, owner?: string): Promise<readonly string[]> {
  // Few need it, and it brings long lists of names.
  const { typesOfName } = await import('../json-schema/likely-types.js');
  return typesOfName(name, owner);
}
