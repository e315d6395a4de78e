import { join } from 'node:path';
import { pythonProgram } from '../../../kit/programs';

/** What is started to run a function's code. */
export interface WorkerProgram {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * What runs the code of a runtime: this Node.js, or the Python of this machine, whatever version the runtime names.
 * @param findPython @default - {@link pythonProgram}
 * @returns nothing for another runtime, and where this machine has no Python
 */
export function workerProgram(
  runtime: string,
  findPython: () => string | undefined = pythonProgram,
): WorkerProgram | undefined {
  if (runtime.startsWith('nodejs'))
    return { program: process.execPath, args: [join(__dirname, 'worker-process.cjs')] };
  const program = runtime.startsWith('python') ? findPython() : undefined;
  return program === undefined
    ? undefined
    : { program, args: ['-u', join(__dirname, 'python/worker_process.py')] };
}
