import type { Diagnostic } from '../schema/diagnostic.js';
import { pointerTo } from '../schema/diagnostic.js';
import type { IntegrationHost } from './host.js';
import { enableMidstreamer } from './midstreamer.js';
import { isInstalled, MIDSTREAMER, missing, type OptionalPackage, ROBOTICS, RUVECTOR } from './packages.js';
import { enableAgenticRobotics } from './robotics.js';
import { enableRuvector } from './ruvector.js';

const INTEGRATIONS: readonly (readonly [
  key: 'midstreamer' | 'agenticRobotics' | 'ruvector',
  needs: OptionalPackage,
  enable: (synth: IntegrationHost) => unknown,
])[] = [
  ['midstreamer', MIDSTREAMER, enableMidstreamer],
  ['agenticRobotics', ROBOTICS, enableAgenticRobotics],
  ['ruvector', RUVECTOR, enableRuvector],
];

/**
 * Enables what the configuration says is enabled.
 * @param done names that the caller has enabled already
 * @returns a warning for each package that is not installed: the run goes on without it
 */
export function enableConfigured(synth: IntegrationHost, done: ReadonlySet<string>): Diagnostic[] {
  const warnings: Diagnostic[] = [];
  for (const [key, needs, enable] of INTEGRATIONS) {
    const settings: { readonly enabled?: boolean; readonly semanticCache?: boolean } =
      synth.config.integrations?.[key] ?? {};
    const asked = (['enabled', 'semanticCache'] as const).find((name) => settings[name] === true);
    if (asked === undefined || done.has(key)) continue;
    if (isInstalled(needs)) {
      enable(synth);
      continue;
    }
    warnings.push({
      code: 'integration/missing',
      severity: 'warning',
      message: `${missing(needs).message}. Rows are made as if ${key} were off.`,
      pointer: pointerTo('', 'integrations', key, asked),
    });
  }
  return warnings;
}
