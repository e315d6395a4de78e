import type { Send } from '../process/sdk';
import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** One step of what one of AWS's own services does, whose calls can fail as those of functions can. */
export interface ProviderStep {
  readonly simulated: SimulatedAccount;
  /** What the service keeps from step to step. */
  readonly event: object;
  readonly send: Send;
}

/** Takes a step, and has the next one taken later. It never throws: AWS takes no step twice because of an error. */
export type Provider = (step: ProviderStep) => Promise<void>;

/** Makes one call with a role. */
export type Call = <Output>(service: string, operation: string, input: object) => Promise<Output>;

/** @param role ARN of the role whose session makes the calls */
export const callsAs =
  (send: Send, role: string): Call =>
  async <Output>(service: string, operation: string, input: object) =>
    (await send(service, operation, input, role)) as Output;

/** An error in one line, as the console shows it. */
export const explain = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;
