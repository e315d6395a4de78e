import { type Acknowledgment, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges rules as `Validations.of(…).acknowledge(…)` does, without the stack trace that CDK records with each: it
 * would name this library's lines, never one of `pipelines.yaml`, and takes longer than all else of a role.
 */
export function acknowledge(scope: IConstruct, rules: readonly Acknowledgment[]): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    Validations.of(scope).acknowledge(...rules);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
