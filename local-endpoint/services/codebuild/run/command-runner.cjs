'use strict';
/**
 * The parent of a build's commands, in a process group of its own. When the endpoint ends, however it ends, this ends the
 * whole group, and what has left the group. It runs one command at a time; the command writes to this process's own
 * output, and after it follows a line with the marker of the command and its outcome. Plain CommonJS, because it runs
 * without a TypeScript loader.
 */
const { spawn } = require('node:child_process');
const { writeSync } = require('node:fs');
const { endGroup } = require('./end-group.cjs');

process.on('SIGTERM', () => undefined); // of the whole group; the commands in it end by it
process.on('disconnect', () => endGroup(process.pid, process.argv[2]));
process.on('message', ({ program, args, directory, environment, marker }) => {
  let ended = false;
  const end = (outcome) => {
    if (!ended) write(`\u001e${marker} ${outcome}\n`);
    ended = true;
  };
  const child = spawn(program, args, { cwd: directory, env: environment, stdio: ['ignore', 1, 1] });
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal === null ? `exit status ${code}` : `signal: ${signal}`));
});

/** Writes all of a text, though the pipe may be full while the endpoint is busy. */
function write(text) {
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
