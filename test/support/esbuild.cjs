'use strict';
/**
 * esbuild for tests of templates. Every test file has modules of its own, and with them would bundle every handler again,
 * in a process of its own; the sources do not change meanwhile, so a bundle is made once a Jest worker.
 */
const esbuild = require('../../node_modules/esbuild');

const { perWorker } = globalThis.localEndpointTest;

module.exports = {
  ...esbuild,
  buildSync: (options) => {
    const key = `esbuild ${JSON.stringify(options)}`;
    if (!perWorker.has(key)) perWorker.set(key, esbuild.buildSync(options));
    return perWorker.get(key);
  },
};
