import { isBuiltin } from 'node:module';
import { ACCOUNT, REGION, type SimulatedAccount } from '../simulated-account/simulated-account';
import { bundleOf } from './bundle';
import { sdkPackage, type Send } from './sdk';

/** What a process is given. */
export interface ProcessProps {
  readonly simulated: SimulatedAccount;
  /** The end of the function's name. */
  readonly action: string;
  readonly send: Send;
  readonly log: (text: string) => void;
  /** Milliseconds by which its clock is ahead of the simulated account's. */
  readonly clockError: number;
}

/** Starts a function's process with nothing in memory, and has it handle one event. */
export async function runProcess(
  { simulated, action, send, log, clockError }: ProcessProps,
  event: object,
): Promise<void> {
  const module: { exports: { handler?: (event: object, context: object) => Promise<void> } } = {
    exports: {},
  };
  const load = (name: string): object => {
    if (isBuiltin(name)) return process.getBuiltinModule(name) as object;
    return name.startsWith('@aws-lambda-powertools/') ? loggerPackage(log) : sdkPackage(name, send);
  };
  bundleOf(action)(
    load,
    module,
    { env: { PREFIX: 'shop', ENVIRONMENT: 'prd' } },
    clockOf(simulated, clockError),
  );
  const name = `${simulated.pipeline.functionPrefix}${action}`;
  await module.exports.handler?.(event, {
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  });
}

/** `Date` with the time of the simulated account, and an error. */
const clockOf = (simulated: SimulatedAccount, error: number): DateConstructor =>
  class extends Date {
    constructor(...given: [] | [number | string | Date] | [year: number, month: number, day: number]) {
      if (given.length === 0) super(simulated.now + error);
      else if (given.length === 1) super(given[0]);
      else super(...given);
    }

    static override now(): number {
      return simulated.now + error;
    }
  } as unknown as DateConstructor;

const loggerPackage = (log: (text: string) => void): object => {
  const write = (text: string, more?: unknown) =>
    log(more instanceof Error ? `${text}: ${more.name}: ${more.message}` : text);
  const ignore = () => undefined;
  return {
    Logger: class {
      readonly info = write;
      readonly warn = write;
      readonly error = write;
      readonly resetKeys = ignore;
      readonly appendKeys = ignore;
    },
  };
};
