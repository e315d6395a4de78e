import type { Change } from './change';
import type { Desired } from './desired';

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
  readonly desired?: Desired;
  readonly changes: readonly Change[];
  /** What the local CloudFormation cannot do of it. */
  readonly problems: readonly Problem[];
}

/** Something in a template that cannot be done, by its place. */
export interface Problem {
  readonly logicalId: string;
  readonly type: string;
  /** For example `/Resources/Queue/Properties/Name`. */
  readonly path: string;
  readonly message: string;
}
