import * as z from 'zod/mini';
import { type FromPage, fromPage, type ToPage, toPage } from '../src/preview/messages.js';

// Compiled checks need code made of text, which the page's policy forbids.
z.config({ jitless: true });

interface Api {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Api;

const api = acquireVsCodeApi();

/** @throws where the message is not what the extension expects: a mistake of the page */
export function send(message: FromPage): void {
  api.postMessage(fromPage.parse(message));
}

/** Hears what the extension says. What is no message of its own is refused and told back. */
export function listen(receive: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = toPage.safeParse(data);
    if (parsed.success) receive(parsed.data);
    else send({ type: 'error', message: parsed.error.message.slice(0, 2000) });
  });
}

const viewState = z.object({
  /** Of the document, by which the extension restores the page. */
  uri: z.optional(z.string()),
  tab: z.optional(z.string()),
  table: z.optional(z.string()),
  /** By table. */
  sort: z.optional(z.record(z.string(), z.object({ column: z.string(), descending: z.boolean() }))),
  /** Pixels by column, by table. */
  widths: z.optional(z.record(z.string(), z.record(z.string(), z.number()))),
  /** The column that is drawn, by table. */
  charted: z.optional(z.record(z.string(), z.string())),
  /** Pixels. */
  scrolled: z.optional(z.object({ top: z.number(), left: z.number() })),
});
export type ViewState = z.infer<typeof viewState>;

const saved = viewState.safeParse(api.getState());

/** How the person left the page; kept when it is reloaded. */
export const state: ViewState = {
  ...(saved.success ? saved.data : {}),
  ...(JSON.parse(document.documentElement.dataset.state ?? '{}') as ViewState),
};

export function remember(): void {
  api.setState(state);
}
