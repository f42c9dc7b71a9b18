import { EXIT } from './report.js';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

/** The first signal stops the run, which cleans up after itself; a second one ends the process. */
export function watchSignals(abort: AbortController): { readonly received: number | undefined; stop(): void } {
  let received: number | undefined;
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const listener = (): void => {
      if (received !== undefined) process.exit(received);
      received = code;
      abort.abort();
    };
    process.on(signal, listener);
    return [signal, listener] as const;
  });
  return {
    get received() {
      return received;
    },
    stop() {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
