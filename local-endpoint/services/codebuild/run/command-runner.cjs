'use strict';
/**
 * The process that a build's commands are children of, in a process group of its own: whatever becomes of the endpoint,
 * the whole group goes with it, and what has left the group too. It runs one command at a time; each writes to this process's own output, and after the
 * last of it comes a line with the mark that it was given and how the command ended. Plain CommonJS, because it runs
 * without a TypeScript loader.
 */
const { spawn } = require('node:child_process');
const { writeSync } = require('node:fs');
const { endGroup } = require('./end-group.cjs');

process.on('disconnect', () => endGroup(process.pid, process.argv[2]));
process.on('message', ({ program, words, directory, environment, mark }) => {
  let ended = false;
  const end = (how) => {
    if (!ended) tell(`\u001e${mark} ${how}\n`);
    ended = true;
  };
  const child = spawn(program, words, { cwd: directory, env: environment, stdio: ['ignore', 1, 1] });
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal === null ? `exit status ${code}` : `signal: ${signal}`));
});

/** The pipe may be full while the endpoint is busy. */
function tell(text) {
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code === 'EPIPE') return endGroup(process.pid, process.argv[2]); // the endpoint is gone
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
