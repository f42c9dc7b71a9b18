/** Colours of series, as the editor's theme has them; the fallbacks are those of its dark theme. */
const SERIES = [
  ['--vscode-charts-blue', '#3794ff'],
  ['--vscode-charts-orange', '#d18616'],
  ['--vscode-charts-green', '#89d185'],
  ['--vscode-charts-purple', '#b180d7'],
  ['--vscode-charts-red', '#f14c4c'],
  ['--vscode-charts-yellow', '#cca700'],
] as const;

/** Lines differ by more than their colours. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/** Themes take some of these colours from marks that shine through: as a line they would be too faint. */
function opaque(colour: string, otherwise: string): string {
  return /^#(?:[\da-f]{4}|[\da-f]{8})$/i.test(colour) || /^(?:rgba|hsla)\(|\//.test(colour) ? otherwise : colour;
}

export interface Ink {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
  readonly background: string;
  readonly anomaly: string;
  series(k: number): string;
  dash(k: number): number[];
}

export function ink(): Ink {
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const text = style.color;
  const forced = matchMedia('(forced-colors: active)').matches;
  return {
    text,
    grid: forced ? text : variable('--vscode-charts-lines', text),
    font: `${Math.round(parseFloat(style.fontSize) * 0.85)}px ${style.fontFamily}`,
    background: style.backgroundColor,
    anomaly: forced ? text : variable('--vscode-charts-red', '#f14c4c'),
    series: (k) => {
      const [name, otherwise] = SERIES[k % SERIES.length]!;
      return forced ? text : opaque(variable(name, otherwise), otherwise);
    },
    dash: (k) => [...DASHES[Math.floor(k / (forced ? 1 : SERIES.length)) % DASHES.length]!],
  };
}
