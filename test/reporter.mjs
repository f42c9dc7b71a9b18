import Mocha from 'mocha';

const { Spec } = Mocha.reporters;

/** Mocha's spec reporter, ending with one line for people and machines: `N passed, N failed`. */
export default class Reporter extends Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      process.stdout.write(`${passes} passed, ${failures} failed\n`);
    });
  }
}
