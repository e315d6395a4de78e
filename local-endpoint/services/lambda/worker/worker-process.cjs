'use strict';
/**
 * The process a function's code runs in: loads the handler that `_HANDLER` names from `LAMBDA_TASK_ROOT` and answers
 * invocations over IPC, one at a time. Plain CommonJS, because it runs without a TypeScript loader.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');
const { Worker } = require('node:worker_threads');
const { followClock, machineNow, setTime } = require('./function-time.cjs');

const exitCode = 1;
const send = process.send.bind(process);
const loading = start();

endWithParent();
process.on('disconnect', () => process.exit());
process.on('message', (invocation) => loading.then((handler) => handler && invoke(handler, invocation)));
process.on('uncaughtException', (error) => end({ kind: 'error', error: describe(error) }));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace } = describe(reason);
  end({ kind: 'error', error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage, trace } });
});

/** Another thread watches the parent, because a handler that never yields would block the disconnect event. */
function endWithParent() {
  const watch = `const parent = require('node:worker_threads').workerData;
    setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 250);`;
  new Worker(watch, { eval: true, env: {}, workerData: process.ppid }).unref();
}

async function start() {
  redirectOutput();
  followClock();
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  try {
    const handler = await load(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
    send({ kind: 'ready' });
    return handler;
  } catch (error) {
    end({ kind: 'error', error: describe(error) });
    return undefined;
  }
}

/** Output goes by the same channel as the answer, so that no line comes after the answer it belongs to. */
function redirectOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, done) => {
      send({ kind: 'output', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
      const callback = typeof encoding === 'function' ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => send({ kind: 'console', level, text: format(...values) });
  }
}

async function load(root, handler) {
  const dot = handler.lastIndexOf('.');
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs'].map((extension) => join(root, file + extension)).find(existsSync);
  if (!path) throw typed('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = await import(pathToFileURL(path).href);
  const found = module[name] ?? module.default?.[name];
  if (typeof found !== 'function')
    throw typed('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return found;
}

async function invoke(handler, { event, context, now, standsStill }) {
  setTime(now, standsStill);
  try {
    const { deadline, ...given } = context;
    const full = {
      ...given,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - machineNow()),
    };
    const value = await call(handler, JSON.parse(event), full);
    const payload = JSON.stringify(value === undefined ? null : value);
    send({ kind: 'result', payload, memoryBytes: process.memoryUsage().rss });
  } catch (error) {
    send({ kind: 'result', error: describe(error), memoryBytes: process.memoryUsage().rss });
  }
}

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function' || handler.length < 3) resolve(returned);
  });
}

function end(message) {
  send(message, () => process.exit(exitCode));
}

function typed(errorType, message) {
  const error = new Error(message);
  error.name = errorType;
  return error;
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
