import type { Tag } from '../../../kit/resources/tags';
import type { ParameterValue } from '../template/parameters';
import type { Template } from '../template/model';

/** The state that a request asks for. */
export interface DesiredStack {
  /** The template as it was sent. */
  readonly body: string;
  readonly template: Template;
  readonly parameters: readonly ParameterValue[];
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  /** The role whose credentials its resources are made with. @default - the account's own */
  readonly roleArn?: string;
  /** What happens to the stack where its creation fails. */
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
}
