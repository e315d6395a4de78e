import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** A call: it reads or changes the simulated account at once, and returns what the SDK's client returns. @throws ServiceError */
export type Operation = (simulated: SimulatedAccount, input: never) => object;

/** One service of AWS, as far as what is proven calls it. */
export interface Store {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Does one thing that is due at the simulated account's time. @returns whether it changed anything @default - nothing happens by itself */
  readonly settle?: (simulated: SimulatedAccount) => boolean;
  /** When something happens next by itself, in milliseconds since 1970. @default - never */
  readonly nextDue?: (simulated: SimulatedAccount) => number | undefined;
}

/** An error of a service, as the SDK's clients throw it. */
export class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode = 400) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** The first of some times. @returns nothing where there is none */
export const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
