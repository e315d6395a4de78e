import { ACCOUNT, REGION, type World } from '../world/world';
import { bundleOf } from './bundle';
import { sdkPackage, type Send } from './sdk';

/** What a process is given. */
export interface ProcessProps {
  readonly world: World;
  /** The end of the function's name. */
  readonly action: string;
  readonly send: Send;
  readonly log: (text: string) => void;
  /** Milliseconds by which its clock is ahead of the world's. */
  readonly clockError: number;
}

/** Starts a function's process with nothing in memory, and has it handle one event. */
export async function runProcess(
  { world, action, send, log, clockError }: ProcessProps,
  event: object,
): Promise<void> {
  const module: { exports: { handler?: (event: object, context: object) => Promise<void> } } = {
    exports: {},
  };
  const load = (name: string): object =>
    name.startsWith('@aws-lambda-powertools/') ? loggerPackage(log) : sdkPackage(name, send);
  bundleOf(action)(load, module, { env: { PREFIX: 'shop', ENVIRONMENT: 'prd' } }, clockOf(world, clockError));
  const name = `${world.pipeline.functionPrefix}${action}`;
  await module.exports.handler?.(event, {
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  });
}

/** `Date` with the time of the world, and an error. */
const clockOf = (world: World, error: number): DateConstructor =>
  class extends Date {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(world.now + error);
      else super(given[0]);
    }

    static override now(): number {
      return world.now + error;
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
