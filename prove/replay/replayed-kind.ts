import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { ActionFunction } from '../../handlers/contract/action-function';
import type { PairedIds } from '../compare/paired-ids';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { EmptyAccount, PlantedAccount } from './account';

/** What kinds that release to the same thing have of their own in a replay. */
export interface ReplayedKind {
  /** The scenarios whose begin the endpoint can be given, and what can follow a fault in them. */
  readonly scenarios: Readonly<Record<string, readonly string[]>>;
  /** The functions that EventBridge invokes. */
  eventFunctions(simulated: SimulatedAccount): readonly ActionFunction[];
  /** Makes what an account has before the first release; the pipeline and its functions come after it. */
  plant(account: EmptyAccount): Promise<PairedIds>;
  reader(account: PlantedAccount): OwnReader;
  /** The source actions of the pipeline. @param bucket where S3's take artifacts from */
  sources(simulated: SimulatedAccount, bucket: string): readonly ActionDeclaration[];
  /** Puts what an execution releases where the source actions take it from. @param model has the execution */
  bring(account: PlantedAccount, model: SimulatedAccount, execution: string, bucket: string): Promise<void>;
  /** What follows a release that the scenario begins with. @param id of its execution @default - nothing */
  readonly served?: (account: PlantedAccount, id: string) => Promise<void>;
}

/** Reads what such kinds have of their own. */
export interface OwnReader {
  /** @param isWhole whether also what no function may change at any moment */
  read(simulated: SimulatedAccount, isWhole: boolean): Promise<void>;
  /** Does what happens by itself at AWS because of what was read, and what the endpoint does not do. @default - nothing */
  readonly react?: (simulated: SimulatedAccount) => Promise<void>;
  /** Of which what has not changed since the first reading is as it was planted. */
  recordsOf(simulated: SimulatedAccount): readonly Record<string, unknown>[];
}
