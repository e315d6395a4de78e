'use strict';
const { readdirSync, readFileSync } = require('node:fs');

/** A process that starts others while it is ended may have to be looked for again. */
const LOOKS = 5;

/**
 * Ends a process group, and what has left it, as a daemon does: AWS throws a build's whole container away. Such a process
 * is known by a variable of its environment, which Linux tells; on other systems it goes on.
 * Plain CommonJS, because it runs without a TypeScript loader too.
 */
exports.endGroup = (leader, variable) => {
  for (let look = 0; look < LOOKS && endAll(strays(variable)); look += 1);
  endAll([-leader]);
};

/** Ends processes, or groups. @returns whether there were any */
function endAll(ids) {
  for (const id of ids) {
    try {
      process.kill(id, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // it is gone already
    }
  }
  return ids.length > 0;
}

const strays = (variable) =>
  processes().filter((id) => textOf(`/proc/${id}/environ`).split('\0').includes(variable));

function processes() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Of a process that is gone, or another person's, nothing is told. */
function textOf(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
