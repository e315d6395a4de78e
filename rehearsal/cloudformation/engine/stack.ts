import type { Json, JsonObject } from '../template/json';
import type { ParameterValue } from '../template/parameters';
import type { Template } from '../template/template';
import type { ChangeSet } from './change-set';

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

/** What a request wants a stack to be. */
export interface Desired {
  readonly body: string;
  readonly template: Template;
  readonly parameters: readonly ParameterValue[];
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  /** The role that works on the stack. @default - the account itself */
  readonly roleArn?: string;
  /** What becomes of a creation that fails. */
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
}

/** A tag as CloudFormation writes it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
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
