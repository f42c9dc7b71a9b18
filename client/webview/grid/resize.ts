interface Resizing {
  /** Pixels. */
  width(column: number): number;
  resize(column: number, width: number): void;
  /** To what its values need. */
  fit(column: number): void;
}

/** Lets columns be made wider by dragging the grip at the end of their headers. */
export function resizable(header: HTMLElement, { width, resize, fit }: Resizing): void {
  header.addEventListener('pointerdown', (event) => {
    const column = columnOf(event);
    if (column === undefined || event.button !== 0) return;
    event.preventDefault();
    const start = event.clientX;
    const before = width(column);
    // The header is drawn again on the way: it is the one that stays.
    header.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => resize(column, before + moved.clientX - start);
    header.addEventListener('pointermove', move);
    header.addEventListener('lostpointercapture', () => header.removeEventListener('pointermove', move), {
      once: true,
    });
  });
  header.addEventListener('dblclick', (event) => {
    const column = columnOf(event);
    if (column === undefined) return;
    event.stopPropagation();
    fit(column);
  });
}

function columnOf(event: Event): number | undefined {
  const grip = (event.target as Element).closest<HTMLElement>('[data-grip]');
  return grip === null ? undefined : Number(grip.dataset.grip);
}
