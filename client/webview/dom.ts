type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Tag], 'style' | 'dataset' | 'children' | 'attributes'>
> & {
  /** Attributes, such as those of ARIA. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
};

/** An element. Strings among its children are text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attributes, on, ...properties }: Properties<Tag> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  for (const [type, listener] of Object.entries(on ?? {})) element.addEventListener(type, listener);
  element.append(...children);
  return element;
}

/** Text with `{0}`, `{1}` … replaced. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M12 1.5v3h-3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M13 8H3M7 4L3 8l4 4',
  zoomIn: 'M8 4v8M4 8h8',
  zoomOut: 'M4 8h8',
  reset: 'M3 6V3h3M13 6V3h-3M3 10v3h3M13 10v3h-3',
} as const;

/** A line drawing in the colour of the text around it, which says nothing to screen readers. */
export function icon(name: keyof typeof PATHS): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' }))
    svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d: PATHS[name], fill: 'none', stroke: 'currentColor' }))
    path.setAttribute(key, value);
  svg.append(path);
  return svg;
}
