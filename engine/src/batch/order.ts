/** What each thing needs before it, by name. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/** A circle of needs, its first name not repeated at the end; `undefined` where there is none. */
export function circleIn(needs: Needs): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    if (done.has(name)) return undefined;
    const from = path.indexOf(name);
    if (from >= 0) return path.slice(from);
    path.push(name);
    for (const need of needs.get(name) ?? []) {
      const circle = visit(need);
      if (circle !== undefined) return circle;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of needs.keys()) {
    const circle = visit(name);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** Everything that a thing needs, directly or through others. */
export function allNeeds(name: string, needs: Needs): Set<string> {
  const all = new Set<string>();
  const open = [...(needs.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (all.has(next)) continue;
    all.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return all;
}

/** `needs` and as many of `wishes` as close no circle with them, in their order. `needs` has no circle. */
export function withWishes(needs: Needs, wishes: Needs): Map<string, Set<string>> {
  const all = new Map([...needs].map(([name, own]) => [name, new Set(own)]));
  for (const [name, wanted] of wishes) {
    for (const wish of wanted) if (wish !== name && !allNeeds(wish, all).has(name)) all.get(name)?.add(wish);
  }
  return all;
}

/** The names so that each comes after what it needs, and otherwise as they are. `needs` has no circle. */
export function inOrder(needs: Needs): string[] {
  const placed = new Set<string>();
  const place = (name: string): void => {
    if (placed.has(name)) return;
    for (const other of needs.keys()) if (needs.get(name)?.has(other)) place(other);
    placed.add(name);
  };
  for (const name of needs.keys()) place(name);
  return [...placed];
}
