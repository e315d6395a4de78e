import type { ResourceChange } from './change';
import type { DesiredStack } from './desired';

/** A change set: what a stack would become and what that would change. */
export interface ChangeSet {
  /** Its ARN. */
  readonly id: string;
  readonly name: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description?: string;
  readonly created: Date;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  executionStatus:
    | 'AVAILABLE'
    | 'UNAVAILABLE'
    | 'EXECUTE_IN_PROGRESS'
    | 'EXECUTE_COMPLETE'
    | 'EXECUTE_FAILED'
    | 'OBSOLETE';
  /** Absent where it failed before the template could be read. */
  readonly desired?: DesiredStack;
  readonly changes: readonly ResourceChange[];
  /** What of it the endpoint cannot do. */
  readonly problems: readonly TemplateProblem[];
}

/** Something in a template that the endpoint cannot do. */
export interface TemplateProblem {
  readonly logicalId: string;
  readonly type: string;
  /** For example `/Resources/Queue/Properties/Name`. */
  readonly path: string;
  readonly message: string;
}
