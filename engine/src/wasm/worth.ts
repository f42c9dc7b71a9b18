/** For so many rows, to compile a kernel that draws takes as long as to do without. */
export const WORTH = 65_536;

/**
 * A kernel that is compiled once it was asked for so many rows that this is worth its while: a short run ends sooner
 * without.
 * @param compile gives `null` where the platform cannot.
 * @param worth for so many rows, to compile takes as long as to do without.
 * @returns gives it for so many rows more; `undefined` where there is none, or not yet.
 */
export function whenWorth<Kernel>(compile: () => Kernel | null, worth = WORTH): (rows: number) => Kernel | undefined {
  let kernel: Kernel | null | undefined;
  let asked = 0;
  return (rows) => {
    if (kernel === undefined) {
      asked += rows;
      if (asked < worth) return undefined;
      kernel = compile();
    }
    return kernel ?? undefined;
  };
}
