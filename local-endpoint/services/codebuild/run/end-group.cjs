'use strict';
const { readdirSync, readFileSync } = require('node:fs');

/** A process may start others while it is being ended, so that there are strays again. */
const MAX_ATTEMPTS = 5;

/**
 * Ends a process group, and what has left it, as a daemon does: in AWS all of them end with the build's container. What
 * has left the group is found by a variable of its environment, which only Linux shows; on other systems it goes on.
 * Plain CommonJS, because it runs without a TypeScript loader too.
 */
exports.endGroup = (leader, variable) => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS && endAll(strays(variable)); attempt += 1);
  endAll([-leader]);
};

/** Asks the processes of a group to end. */
exports.terminateGroup = (leader) => void endAll([-leader], 'SIGTERM');

/** Whether a process with the variable still runs. On systems other than Linux none is known to. */
exports.isAnyLeft = (variable) => strays(variable).length > 0;

/** Ends processes, or groups. @returns whether there were any */
function endAll(ids, signal = 'SIGKILL') {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // it is gone already
    }
  }
  return ids.length > 0;
}

const strays = (variable) =>
  processes().filter((id) => readText(`/proc/${id}/environ`).split('\0').includes(variable));

function processes() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Empty for a process that is gone, or belongs to another user. */
function readText(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
