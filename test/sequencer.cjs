const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that are known to take long, the longest first; `npm run bench:tests` shows what does. */
const LONGEST = [
  'test/acceptance/fleets.test.ts',
  'test/acceptance/commits.test.ts',
  'test/acceptance/uploads.test.ts',
  'test/scaffold/new.test.ts',
  'test/acceptance/package.test.ts',
  'test/prove/replay/replay.test.ts',
  'test/prove/matrix.test.ts',
  'test/handlers/fleet/faults.test.ts',
  'test/acceptance/toy-kind.test.ts',
  'test/prove/left-out-calls.test.ts',
].map((file) => join(__dirname, '..', file));

/**
 * Begins with the longest files, so that the last to begin is a short one and no worker waits for the other. Where nothing
 * is known of earlier runs, as on a build machine, Jest would begin with the longest text.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const gone = LONGEST.filter((file) => !existsSync(file));
    if (gone.length > 0) throw new Error(`LONGEST must name files that exist, got: ${gone.join(', ')}`);
    const rank = ({ path }) => LONGEST.indexOf(path) >>> 0; // -1, not among them, becomes the highest
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
