import type { Json, JsonObject } from '../template/json';
import type { ChangeSet } from './change-set';
import type { Desired } from './desired';

/** A stack of one account and region, alive or deleted. */
export interface Stack {
  readonly name: string;
  /** Its ARN. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly created: Date;
  updated?: Date;
  deleted?: Date;
  status: string;
  reason?: string;
  /** What the stack is made of; absent while the first change set waits for its execution. */
  deployed?: Desired;
  readonly resources: Map<string, StackResource>;
  outputs: readonly Output[];
  /** Names of the exports it uses. */
  imports: ReadonlySet<string>;
  /** Oldest first. */
  readonly events: StackEvent[];
  readonly changeSets: ChangeSet[];
  terminationProtection: boolean;
  /** Settles when the operation in progress has ended. */
  running: Promise<void>;
}

/** A resource of a stack as it was made. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Absent until something has been made. */
  readonly physicalId?: string;
  /** As they were given to the provider. */
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
  /** Logical ids of what it was made after. */
  readonly dependencies: readonly string[];
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  readonly metadata?: Json;
  readonly status: string;
  readonly reason?: string;
  readonly at: Date;
}

/** An output with its value. */
export interface Output {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** One line of a stack's history. */
export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly at: Date;
  readonly properties?: JsonObject;
  /** Groups the events of one operation. */
  readonly operationId: string;
}
