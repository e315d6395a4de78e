const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Begins with the acceptance tests: each takes minutes, of which it waits for half, and the last file to begin should be a
 * short one. Where nothing is known of earlier runs, Jest would begin with the longest text.
 */
module.exports = class AcceptanceFirst extends Sequencer {
  sort(tests) {
    const isAcceptance = ({ path }) => path.includes('/test/acceptance/');
    const sorted = super.sort(tests);
    return [...sorted.filter(isAcceptance), ...sorted.filter((test) => !isAcceptance(test))];
  }
};
