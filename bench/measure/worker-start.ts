import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/**
 * Starts the local Lambda's worker with a function's code, and ends it.
 * @param folder of the code, whose `index` exports `handler`
 * @returns milliseconds from the spawn of the process to the moment it has the handler loaded
 * @throws Error where the code does not load
 */
export async function workerStart(folder: string): Promise<number> {
  const worker = resolve(__dirname, '../../local-endpoint/services/lambda/worker/worker-process.cjs');
  const env = { LAMBDA_TASK_ROOT: folder, _HANDLER: 'index.handler', AWS_REGION: 'ap-northeast-1' };
  const started = performance.now();
  const child = fork(worker, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const messages: { kind: string }[] = [];
  while (!messages.some(({ kind }) => kind === 'ready')) {
    const [message] = (await once(child, 'message')) as [{ kind: string }];
    if (message.kind === 'error') throw new Error(`The bundle does not load: ${JSON.stringify(message)}`);
    messages.push(message);
  }
  const time = performance.now() - started;
  child.kill();
  return time;
}
