import type { VirtualClock } from '@pipeline-factory/local-endpoint';
import type { CallAccount } from '../compare/call-account';
import type { PairedIds } from '../compare/paired-ids';
import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** What the names of everything begin with, as in the simulated accounts. */
export const SCOPE = { prefix: 'shop', environment: 'prd' };

/** An account of a local endpoint. */
export interface ReplayAccount {
  readonly account: string;
  readonly region: string;
  /** Of every client. */
  readonly config: object;
}

/** An account of a local endpoint whose clock goes on while nothing else does. */
export interface ReplayEndpoint extends ReplayAccount {
  readonly url: string;
  readonly clock: VirtualClock;
}

/** Where a case is replayed. */
export interface EmptyAccount {
  readonly endpoint: ReplayEndpoint;
  readonly call: CallAccount;
  /** What is planted: the simulated account before the first release. */
  readonly empty: SimulatedAccount;
  /** The simulated account that the scenario begins with, which has the releases that are made first. */
  readonly before: SimulatedAccount;
}

/** The same once what it begins with is planted. */
export interface PlantedAccount extends EmptyAccount {
  readonly ids: PairedIds;
}
