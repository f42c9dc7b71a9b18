import type * as vscode from 'vscode';

/** The language server, started when it is first needed. */
export interface Server {
  /**
   * @throws the server's own error, with `data` as in `FailureData`; a vscode.CancellationError where `token` was cancelled.
   */
  request<Result>(method: string, params: unknown, options?: RequestOptions): Promise<Result>;
  /** Stops it and starts another. */
  restart(): Promise<void>;
}

export interface RequestOptions {
  readonly token?: vscode.CancellationToken;
  /** Reports of the protocol's work-done progress; shares are 0…1. */
  readonly onProgress?: (report: { readonly message?: string; readonly share?: number }) => void;
}

/** What every part of the extension is given. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly status: Status;
}

/** The item in the status bar that tells of the last run. */
export interface Status {
  running(what: string): void;
  finished(what: string, detail?: string): void;
  failed(what: string, detail: string): void;
}
