/** What server and client say to each other beside the protocol's own messages. */
export const VERSION_REQUEST = 'agentic-synth/version';

export interface VersionResult {
  /** Version of the engine inside the server. */
  readonly engine: string;
}
