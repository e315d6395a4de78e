import { isDate, isNativeError } from 'node:util/types';

/** What the sandbox of a test file has for globals, as far as packages outside of it have to agree. */
interface Sandbox {
  Date: DateConstructor;
  Error: ErrorConstructor;
  readonly process: { env: NodeJS.ProcessEnv };
  /** Jest replaces it before the test file is loaded. */
  readonly console: Console;
}

const { Date: RealDate, console: realConsole } = globalThis;

let current: Sandbox | undefined;

/**
 * Has a sandbox and the packages that are loaded outside of it (jest-runtime.cjs) agree: they share the class of dates, and
 * with it fake time, the environment variables and the console. An error of either side is an `Error` on the other. So is a
 * date, because fake timers extend the class that a sandbox begins with (findings/jest-fake-date.sh).
 * @returns ends it, and brings the environment variables back
 */
export function shareRealm(sandbox: Sandbox): () => void {
  const env = { ...process.env };
  current = sandbox;
  acceptAll(sandbox.Date, isDate);
  acceptAll(sandbox.Error, isNativeError);
  sandbox.Date = SharedDate;
  sandbox.process.env = process.env;
  return () => {
    current = undefined;
    SharedDate.now = now;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
  };
}

/** The time of the test file, which a test may have replaced. */
function now(): number {
  return current && current.Date !== SharedDate ? current.Date.now() : RealDate.now();
}

const SharedDate = function (this: unknown, ...given: [number]): unknown {
  if (!new.target) return RealDate();
  return Reflect.construct(RealDate, given.length > 0 ? given : [SharedDate.now()], new.target);
} as unknown as DateConstructor;
Object.setPrototypeOf(SharedDate, RealDate);
Object.defineProperties(SharedDate, {
  prototype: { value: RealDate.prototype },
  name: { value: 'Date' },
  length: { value: RealDate.length },
});
RealDate.prototype.constructor = SharedDate;
SharedDate.now = now;

/** Has `instanceof` a class, but not of what extends it, hold for objects of any realm. */
function acceptAll(Class: DateConstructor | ErrorConstructor, isOne: (value: unknown) => boolean): void {
  const isInstance = Object[Symbol.hasInstance];
  Object.defineProperty(Class, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown) {
      return isInstance.call(this, value) || (this === Class && isOne(value));
    },
  });
}

globalThis.Date = SharedDate;
Object.defineProperty(globalThis, 'console', {
  configurable: true,
  get: () => current?.console ?? realConsole,
});
acceptAll(SharedDate, isDate);
acceptAll(Error, isNativeError);
