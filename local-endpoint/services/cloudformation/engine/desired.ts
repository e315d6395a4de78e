import type { ParameterValue } from '../template/parameters';
import type { Template } from '../template/model';

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
