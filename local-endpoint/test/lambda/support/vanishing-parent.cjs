'use strict';
/** Starts a worker, has it work without end, says so, and waits to be killed. */
const { fork } = require('node:child_process');
const { resolve } = require('node:path');

const env = { LAMBDA_TASK_ROOT: process.argv[2], _HANDLER: 'index.handler' };
const worker = fork(resolve(__dirname, '../../../services/lambda/worker/worker-process.cjs'), [], { env });
worker.on('message', ({ kind }) => {
  if (kind !== 'ready') return;
  const context = { awsRequestId: 'id', deadline: Date.now() + 60_000 };
  worker.send({ event: '{}', context }, () => process.send('working'));
});
