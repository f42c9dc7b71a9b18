import { TinyModel, unavailable } from '../../../support/tiny-model/index.js';

/** Tests with the tiny model; where it cannot run, one that is skipped and says why. */
export function withTinyModel(title: string, tests: (tiny: () => TinyModel) => void): void {
  describe(title, () => {
    const why = unavailable();
    if (why !== undefined) {
      it.skip(`cannot be tested here: ${why}`);
      return;
    }
    let tiny: TinyModel;
    before(async function () {
      // The first time, what runs the model is installed.
      this.timeout(300_000);
      tiny = await TinyModel.load();
    });
    after(() => tiny.dispose());
    tests(() => tiny);
  });
}
