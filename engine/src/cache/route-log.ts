import type { Question, Route } from '../models/client.js';
import { routesKey } from './keys.js';
import type { RowJournal } from '../models/row-journal.js';

/** Which models answered which question, in the order in which they did: what `--frozen` goes by instead of routing. */
export class RouteLog {
  constructor(private readonly journal: RowJournal) {}

  routes(question: Question): readonly Route[] {
    const kept = this.journal.get(routesKey(question));
    return Array.isArray(kept) ? (kept as Route[]) : [];
  }

  async record(question: Question, route: Route): Promise<void> {
    const { provider, requested, model, reason } = route;
    const before = this.routes(question);
    if (before.some((known) => known.provider === provider && known.model === model)) return;
    await this.journal.put(routesKey(question), [...before, { provider, requested, model, reason }]);
  }
}
