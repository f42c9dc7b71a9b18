/**
 * Integrations with other packages, none of which is needed: rows streamed through midstreamer, stored in ruvector, published
 * to agentic-robotics, or sent to a sink of your own.
 * @module
 */
export type { AnyIterator } from './any-iterator.js';
export { type Embedder, NgramEmbedder } from './embedder.js';
export type { IntegrationHost } from './host.js';
export {
  enableMidstreamer,
  type MidstreamerAdapter,
  type MidstreamerOptions,
  type PipelineConfig,
  type StreamPipeline,
} from './midstreamer.js';
export { IntegrationError } from './packages.js';
export { type AgenticRoboticsAdapter, type AgenticRoboticsOptions, enableAgenticRobotics } from './robotics.js';
export type { RowTextOptions } from './row-text.js';
export {
  enableRuvector,
  type RuvectorAdapter,
  type RuvectorMatch,
  type RuvectorOptions,
  type RuvectorQuery,
} from './ruvector.js';
export {
  type Sink,
  SinkError,
  type SinkOption,
  type SinkRegistration,
  type SinkReport,
  type SinkRetry,
  type SinkRow,
  type SinkRun,
} from './sink.js';
