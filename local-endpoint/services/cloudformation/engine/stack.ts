import type { Json, JsonObject } from '../../../kit/resources/json';
import type { Scope } from '../../../kit/scope';
import type { ChangeSet } from './change-set';
import type { DesiredStack } from './desired';

/** A stack, alive or deleted. */
export interface Stack extends Scope {
  readonly name: string;
  /** Its ARN. */
  readonly id: string;
  readonly created: Date;
  updated?: Date;
  deleted?: Date;
  status: string;
  reason?: string;
  /** What was deployed last. @default - nothing, while the first change set waits for its execution */
  deployed?: DesiredStack;
  readonly resources: Map<string, StackResource>;
  outputs: readonly StackOutput[];
  /** Names of the exports it uses. */
  imports: ReadonlySet<string>;
  /** Oldest first. */
  readonly events: StackEvent[];
  readonly changeSets: ChangeSet[];
  terminationProtection: boolean;
  /** Settles when the operation in progress has ended. */
  running: Promise<void>;
}

/** A resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Absent until something has been made. */
  readonly physicalId?: string;
  /** As they were given to the provider. */
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
  /** Logical ids of the resources that it depends on. */
  readonly dependencies: readonly string[];
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  readonly metadata?: Json;
  readonly status: string;
  readonly reason?: string;
  readonly at: Date;
}

/** An output with its value. */
export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** An event of a stack's history. */
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
